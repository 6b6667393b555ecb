/** Before the files of this suite: etcd, which the first use on a machine builds. */
import { missingEtcd } from "../support/etcd/available.ts";

missingEtcd();
