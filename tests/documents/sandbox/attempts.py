"""What hostile native code would try in the process that reads strangers' documents: system calls with their arguments.

Numbers are those of x86-64 and aarch64, -1 where an architecture has no such call. Nothing here does harm where it
succeeds: signals are the signal 0, and what would change the machine has arguments that the kernel turns down itself.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

Argument = int | bytes
_HERE = -100
_NO_PROCESS = 1 << 22
"""A process id that no process has."""
_CLONE_THREAD, _NEW_USER = 0x10F00, 0x10000000


class World(NamedTuple):
    """What is aimed at: the process that started this one, a folder anybody may write into, and a home."""

    parent: int
    folder: str
    home: str

    def file(self, name: str) -> bytes:
        return f"{self.folder}/{name}".encode()

    def own(self, name: str) -> bytes:
        return f"{self.home}/{name}".encode()


class Attempt(NamedTuple):
    """A call by its name and numbers; `forks` where what comes back with 0 is another process."""

    name: str
    numbers: tuple[int, int]
    arguments: Callable[[World], tuple[Argument, ...]]
    forks: bool = False


def _of(numbers: tuple[int, int], name: str, *arguments: Argument) -> Attempt:
    return Attempt(name, numbers, lambda world: arguments)


OPEN, OPENAT = (2, -1), (257, 56)
_ADDRESS = struct.pack("=H", 1) + b"/run/dbus/system_bus_socket\0"
_LIMITS = struct.pack("=QQ", 1024, 1024)
_NO_TIME = struct.pack("=qq", 0, 1 << 40)

NETWORK = (
    _of((41, 198), "socket unix", 1, 1, 0),
    _of((41, 198), "socket inet", 2, 1, 0),
    _of((41, 198), "socket netlink", 16, 3, 0),
    _of((53, 199), "socketpair", 1, 1, 0, bytes(8)),
    _of((42, 203), "connect to a unix socket", 0, _ADDRESS, len(_ADDRESS)),
    _of((49, 200), "bind", 0, _ADDRESS, len(_ADDRESS)),
    _of((50, 201), "listen", 0, 1),
    _of((288, 242), "accept4", 0, 0, 0, 0),
    _of((44, 206), "sendto", 0, b"x", 1, 0, _ADDRESS, len(_ADDRESS)),
    _of((46, 211), "sendmsg", 0, bytes(56), 0),
    _of((47, 212), "recvmsg", 0, bytes(56), 0),
)
PROCESSES = (
    Attempt("fork", (57, -1), lambda world: (), True),
    Attempt("vfork", (58, -1), lambda world: (), True),
    Attempt("clone without threads", (56, 220), lambda world: (17,), True),
    Attempt("clone as posix_spawn does", (56, 220), lambda world: (0x4000 | 17,), True),
    Attempt("clone into a new namespace", (56, 220), lambda world: (_NEW_USER | 17,), True),
    _of((56, 220), "clone of a thread into a new namespace", _CLONE_THREAD | _NEW_USER),
    Attempt("clone3", (435, 435), lambda world: (struct.pack("=11Q", *[0] * 4, 17, *[0] * 6), 88), True),
    _of((101, 117), "ptrace", 0x4206, _NO_PROCESS, 0, 0),
    Attempt("process_vm_readv", (310, 270), lambda world: (world.parent, 0, 0, 0, 0, 0)),
    Attempt("process_vm_writev", (311, 271), lambda world: (world.parent, 0, 0, 0, 0, 0)),
    Attempt("kill the parent", (62, 129), lambda world: (world.parent, 0)),
    _of((62, 129), "kill another process", _NO_PROCESS, 0),
    Attempt("tgkill the parent", (234, 131), lambda world: (world.parent, world.parent, 0)),
    Attempt("tkill the parent", (200, 130), lambda world: (world.parent, 0)),
    Attempt("pidfd_open of the parent", (434, 434), lambda world: (world.parent, 0)),
    _of((424, 424), "pidfd_send_signal", -1, 0, 0, 0),
    _of((438, 438), "pidfd_getfd", -1, 0, 0),
    Attempt("kcmp", (312, 272), lambda world: (world.parent, world.parent, 1, 0, 0)),
    Attempt("prlimit of the parent", (302, 261), lambda world: (world.parent, 7, 0, bytes(16))),
    Attempt("prlimit on the parent", (302, 261), lambda world: (world.parent, 7, _LIMITS, 0)),
    _of((302, 261), "prlimit on itself", 0, 7, struct.pack("=QQ", 8, 8), 0),
    _of((160, 164), "setrlimit", 7, struct.pack("=QQ", 8, 8)),
    Attempt("setpriority of the parent", (141, 140), lambda world: (0, world.parent, 0)),
    Attempt("ioprio_set of the parent", (251, 30), lambda world: (1, world.parent, 0x4004)),
    Attempt("sched_setscheduler of the parent", (144, 119), lambda world: (world.parent, 0, bytes(4))),
    Attempt("sched_setaffinity of the parent", (203, 122), lambda world: (world.parent, 8, b"\xff" * 8)),
    _of((109, 154), "setpgid", 0, 0),
    _of((112, 157), "setsid"),
    _of((322, 281), "execveat", _HERE, b"/nowhere", 0, 0, 0),
)
FILES = (
    Attempt("open for writing", OPEN, lambda world: (world.file("old"), os.O_WRONLY)),
    Attempt("open for reading and writing", OPEN, lambda world: (world.file("old"), os.O_RDWR)),
    Attempt("openat for writing", OPENAT, lambda world: (_HERE, world.file("old"), os.O_WRONLY)),
    Attempt("openat of a new file", OPENAT, lambda world: (_HERE, world.file("new"), os.O_CREAT, 0o600)),
    Attempt("openat of a file without a name", OPENAT, lambda world: (_HERE, world.file("."), 0o20200002, 0o600)),
    Attempt("openat to cut a file", OPENAT, lambda world: (_HERE, world.file("old"), os.O_TRUNC)),
    Attempt("openat2", (437, 437), lambda world: (_HERE, world.file("old"), bytes(24), 24)),
    Attempt("creat", (85, -1), lambda world: (world.file("made"), 0o600)),
    Attempt("truncate", (76, 45), lambda world: (world.file("old"), 1)),
    _of((77, 46), "ftruncate", 0, 0),
    _of((285, 47), "fallocate", 0, 0, 0, 1),
    Attempt("chmod", (90, -1), lambda world: (world.file("old"), 0o600)),
    _of((91, 52), "fchmod", 0, 0o600),
    Attempt("fchmodat", (268, 53), lambda world: (_HERE, world.file("old"), 0o600)),
    Attempt("fchmodat2", (452, 452), lambda world: (_HERE, world.file("old"), 0o600, 0)),
    Attempt("chown", (92, -1), lambda world: (world.file("old"), -1, -1)),
    Attempt("lchown", (94, -1), lambda world: (world.file("old"), -1, -1)),
    _of((93, 55), "fchown", 0, -1, -1),
    Attempt("fchownat", (260, 54), lambda world: (_HERE, world.file("old"), -1, -1, 0)),
    Attempt("setxattr", (188, 5), lambda world: (world.file("old"), b"user.x", b"x", 1, 0)),
    Attempt("lsetxattr", (189, 6), lambda world: (world.file("old"), b"user.x", b"x", 1, 0)),
    _of((190, 7), "fsetxattr", 0, b"user.x", b"x", 1, 0),
    Attempt("removexattr", (197, 14), lambda world: (world.file("old"), b"user.x")),
    Attempt("utime", (132, -1), lambda world: (world.file("old"), 0)),
    Attempt("utimes", (235, -1), lambda world: (world.file("old"), 0)),
    Attempt("futimesat", (261, -1), lambda world: (_HERE, world.file("old"), 0)),
    Attempt("utimensat", (280, 88), lambda world: (_HERE, world.file("old"), 0, 0)),
    Attempt("rename", (82, -1), lambda world: (world.file("one"), world.file("two"))),
    Attempt("renameat", (264, 38), lambda world: (_HERE, world.file("one"), _HERE, world.file("two"))),
    Attempt("renameat2", (316, 276), lambda world: (_HERE, world.file("one"), _HERE, world.file("two"), 0)),
    Attempt("mkdir", (83, -1), lambda world: (world.file("folder"), 0o700)),
    Attempt("mkdirat", (258, 34), lambda world: (_HERE, world.file("folder2"), 0o700)),
    Attempt("rmdir", (84, -1), lambda world: (world.file("folder"),)),
    Attempt("link", (86, -1), lambda world: (world.file("old"), world.file("linked"))),
    Attempt("linkat", (265, 37), lambda world: (_HERE, world.file("old"), _HERE, world.file("linked2"), 0)),
    Attempt("symlink", (88, -1), lambda world: (world.file("old"), world.file("symlinked"))),
    Attempt("symlinkat", (266, 36), lambda world: (world.file("old"), _HERE, world.file("symlinked2"))),
    Attempt("mknod", (133, -1), lambda world: (world.file("pipe"), 0o10600, 0)),
    Attempt("mknodat", (259, 33), lambda world: (_HERE, world.file("pipe2"), 0o10600, 0)),
    _of((80, 49), "chdir", b"/tmp"),
    Attempt("unlink", (87, -1), lambda world: (world.file("old"),)),
    Attempt("unlinkat", (263, 35), lambda world: (_HERE, world.file("one"), 0)),
    _of((304, 265), "open_by_handle_at", -1, bytes(16), 0),
)
READING = (
    Attempt("open of a secret key", OPEN, lambda world: (world.own(".ssh/id_ed25519"), 0)),
    Attempt("openat of a secret key", OPENAT, lambda world: (_HERE, world.own(".ssh/id_ed25519"), 0)),
    Attempt("openat of a note", OPENAT, lambda world: (_HERE, world.own("notebooks/n-1.yaml"), 0)),
    Attempt("openat of the home", OPENAT, lambda world: (_HERE, world.own(""), os.O_DIRECTORY)),
    _of(OPENAT, "openat of the list of users", _HERE, b"/etc/passwd", 0),
    _of(OPENAT, "openat of what surrounds a process", _HERE, b"/proc/self/environ", 0),
    _of(OPENAT, "openat of a device", _HERE, b"/dev/zero", 0),
)
"""Reading is what Landlock refuses; the filter would let it pass."""
MACHINE = (
    _of((165, 40), "mount", b"none", b"/tmp", b"nothing-of-this-name", 0, 0),
    _of((166, 39), "umount2", b"/nowhere", 0),
    _of((155, 41), "pivot_root", b"/nowhere", b"/nowhere"),
    _of((161, 51), "chroot", b"/nowhere"),
    _of((428, 428), "open_tree", -1, b"x", 0),
    _of((430, 430), "fsopen", b"nothing-of-this-name", 0),
    _of((167, 224), "swapon", b"/nowhere", 0),
    _of((425, 425), "io_uring_setup", 1, bytes(120)),
    _of((206, 0), "io_setup", 1, bytes(8)),
    _of((319, 279), "memfd_create", b"x", 0),
    _of((447, 447), "memfd_secret", 0),
    _of((321, 280), "bpf", 0, bytes(64), 64),
    _of((298, 241), "perf_event_open", bytes(128), 0, -1, -1, 0),
    _of((323, 282), "userfaultfd", 1),
    _of((294, 26), "inotify_init1", 0),
    _of((300, 262), "fanotify_init", 0, 0),
    _of((175, 105), "init_module", 0, 0, b""),
    _of((313, 273), "finit_module", -1, b"", 0),
    _of((169, 142), "reboot", 0, 0, 0, 0),
    _of((170, 161), "sethostname", b"x", -1),
    _of((164, 170), "settimeofday", _NO_TIME, 0),
    _of((227, 112), "clock_settime", 0, _NO_TIME),
    _of((163, 89), "acct", b"/nowhere"),
    _of((272, 97), "unshare", 0),
    _of((308, 268), "setns", -1, 0),
    _of((117, 147), "setresuid", -1, -1, -1),
    _of((126, 91), "capset", bytes(8), 0),
    _of((157, 167), "prctl: outlive the parent", 1, 0, 0, 0, 0),
    _of((157, 167), "prctl: what may trace it", 4, 1, 0, 0, 0),
    _of((135, 92), "personality", 0xFFFFFFFF),
    _of((317, 277), "seccomp", 1, 0, 0),
    _of((446, 446), "landlock_restrict_self", -1, 0),
    _of((250, 219), "keyctl", 0, -3, 0),
    _of((248, 217), "add_key", b"", b"", 0, 0, 0),
    _of((29, 194), "shmget", 0x7E57, 0, 0),
    _of((68, 186), "msgget", 0x7E57, 0),
    _of((64, 190), "semget", 0x7E57, 0, 0),
    _of((240, 180), "mq_open", b"nowhere", 0),
    Attempt("fcntl: signals to the parent", (72, 25), lambda world: (0, 8, world.parent)),
    _of((72, 25), "fcntl: a lease", 0, 1024, 0),
    _of((72, 25), "fcntl: another mode", 0, 4, 0),
    _of((16, 29), "ioctl: type into the terminal", 0, 0x5412, b"x"),
    _of((16, 29), "ioctl: take the terminal", 0, 0x540E, 0),
    _of((95, 166), "umask", 0o077),
    _of((293, 59), "pipe2", bytes(8), 0),
    _of((0x40000000 | 39, -1), "a call with 32-bit pointers"),
)
LAST = _of((59, 221), "execve", b"/bin/true", 0, 0)
COMPAT = "a call as a 32-bit program"
"""It and `execve` come last: a process that one of them ends tells no more."""


def attempts(machine: str) -> Iterator[tuple[Attempt, int]]:
    """Every attempt that this architecture has, with its number there."""
    for attempt in (*NETWORK, *PROCESSES, *FILES, *READING, *MACHINE, LAST):
        if (number := attempt.numbers[machine == "aarch64"]) >= 0:
            yield attempt, number
