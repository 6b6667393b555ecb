/** What is broken on systemd besides its workloads, and what only systemd sees of them. */
import { systemctl } from "./own_units.ts";
import { awayFor1s, isTrouble, keepingOthers, onlyOne, type RuntimeFault } from "./fault.ts";
import { CAMERA, LIDAR } from "./wanted.ts";

export const SYSTEMD_FAULTS: readonly RuntimeFault[] = [
  {
    name: "watchdog",
    title: `${CAMERA} hangs, and does not feed its watchdog any more`,
    resource: CAMERA,
    detects: isTrouble,
    inject: (play) => play.kill(CAMERA, "SIGUSR2"),
    findViolations: (play, since) => onlyOne(play, since, CAMERA),
  },
  awayFor1s(
    "bus-away",
    `cut the way to the bus and kill -9 a main process of ${LIDAR}; the bus is there again a second later`,
  ),
  {
    name: "reexec",
    title: `kill -9 a main process of ${LIDAR} while systemd executes itself anew`,
    resource: LIDAR,
    detects: isTrouble,
    inject: (play) =>
      keepingOthers(play, LIDAR, async () => {
        const reexecuted = systemctl("daemon-reexec");
        play.kill(LIDAR);
        await reexecuted;
      }),
    findViolations: (play, since) => onlyOne(play, since, LIDAR),
  },
];
