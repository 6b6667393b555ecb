# A sketch that was never built: docs/packaging.md says what to fill in.
SUMMARY = "PICCOLO State Manager"
DESCRIPTION = "Keeps the services of a vehicle computer in their desired state"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://usr/share/doc/statemanager/copyright;md5=FILL-IN"

# The archive that scripts/package makes, put beside this recipe or on a mirror of your own.
SRC_URI:x86-64 = "file://statemanager-${PV}-x86_64.tar.xz"
SRC_URI:aarch64 = "file://statemanager-${PV}-aarch64.tar.xz"
S = "${WORKDIR}/statemanager-${PV}-${TARGET_ARCH}"

# The program is linked against glibc 2.27 or newer; musl will not do.
COMPATIBLE_HOST = "(x86_64|aarch64).*-linux"
COMPATIBLE_HOST:libc-musl = "null"

inherit systemd useradd

SYSTEMD_SERVICE:${PN} = "statemanager.service"
# As with the package for Debian: the image enables it, not the recipe.
SYSTEMD_AUTO_ENABLE = "disable"

USERADD_PACKAGES = "${PN}"
USERADD_PARAM:${PN} = "--system --user-group --no-create-home --home-dir ${localstatedir}/lib/statemanager --shell /sbin/nologin statemanager"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
    sh ${S}/install.sh --root ${D} --prefix ${prefix}
    rm -f ${D}${prefix}/lib/statemanager/installed-files
    rmdir --ignore-fail-on-non-empty ${D}${prefix}/lib/statemanager
    chown -R root:root ${D}
}

FILES:${PN} += "${prefix}/lib/statemanager ${prefix}/lib/systemd ${prefix}/lib/sysusers.d ${prefix}/lib/tmpfiles.d \
    ${datadir}/bash-completion ${datadir}/zsh ${datadir}/fish"
CONFFILES:${PN} = "${sysconfdir}/piccolo/statemanager.yaml"
RDEPENDS:${PN} = "libgcc"

# A program with its code appended must not be stripped or split.
INHIBIT_PACKAGE_STRIP = "1"
INHIBIT_PACKAGE_DEBUG_SPLIT = "1"
INHIBIT_SYSROOT_STRIP = "1"
INSANE_SKIP:${PN} += "already-stripped ldflags"
