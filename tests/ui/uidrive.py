#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""uidrive - drive and inspect a GTK4 program headless, as a user or a screen reader would.

Python must be Debian's /usr/bin/python3 (python3-gi, gir1.2-atspi-2.0). Needs xvfb dbus at-spi2-core xdotool imagemagick x11-utils.
"""
import os, re, select, shutil, signal, subprocess, tempfile, time

# dbus-daemon chatter that is not the program's
BENIGN = re.compile(r"Failed to set fd limit|Activating service name=|Successfully activated service|SpiRegistry daemon is running")


ROLES = {"button": "push button", "entry": "text", "scale": "slider", "switch": "check box", "dropdown": "combo box", "tab": "page tab"}
POPOVERS = ("GtkPopover", "GtkPopoverMenu")
TYPE_NAME = re.compile(r"(Gtk|Adw)[A-Z]\w+")        # GTK's fallback name of a widget nobody named


PATIENCE = 60      # seconds that something may take which takes one on a machine of its own


class Timeout(AssertionError):
    pass


def wait_until(fn, timeout=PATIENCE, every=0.05, what="condition"):
    """Polls fn() until it is true (its value is returned); exceptions of a vanishing widget count as false."""
    end, err = time.monotonic() + timeout, None
    while True:
        try:
            v = fn()
            if v:
                return v
        except Exception as e:           # a widget may vanish between two calls
            err = e
        if time.monotonic() > end:
            raise Timeout(f"timed out after {timeout} s: {what}" + (f" (last error {err})" if err else ""))
        time.sleep(every)


def _die_with_parent():
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)             # PR_SET_PDEATHSIG: no orphans when a test runner kills us


# ---------------------------------------------------------------- processes
class Session:
    """A private Xvfb, D-Bus session bus and (started on demand by it) AT-SPI bus and registry."""

    def __init__(self, size=(1280, 1024), wm=None, env=None):
        self.procs, self.apps = {}, []
        self.dir = tempfile.mkdtemp(prefix="uidrive-")
        os.chmod(self.dir, 0o700)
        e = {k: v for k, v in os.environ.items()
             if not k.startswith(("DBUS_", "AT_SPI", "GTK_", "GDK_", "GSK_", "WAYLAND_", "XDG_", "XAUTHORITY", "DISPLAY"))}
        for d in ("run", "config", "cache", "data", "state"):
            os.mkdir(f"{self.dir}/{d}", 0o700)
        e.update(XDG_RUNTIME_DIR=f"{self.dir}/run", XDG_CONFIG_HOME=f"{self.dir}/config", XDG_CACHE_HOME=f"{self.dir}/cache",
                 XDG_DATA_HOME=f"{self.dir}/data", XDG_STATE_HOME=f"{self.dir}/state",
                 XDG_SESSION_TYPE="x11", XDG_CURRENT_DESKTOP="GNOME", GDK_BACKEND="x11", GSK_RENDERER="cairo",
                 GSETTINGS_BACKEND="memory", GTK_USE_PORTAL="0", GIO_USE_VFS="local", GVFS_DISABLE_FUSE="1", LIBGL_ALWAYS_SOFTWARE="1")
        e.setdefault("LANG", "C.UTF-8")
        e.update(env or {})
        self.env = e
        try:
            r, w = os.pipe()
            self._spawn("Xvfb", ["Xvfb", "-displayfd", str(w), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp",
                                 "-noreset", "+extension", "GLX", "+extension", "RANDR"], pass_fds=(w,))
            os.close(w)
            e["DISPLAY"] = ":" + self._line(r, PATIENCE, "Xvfb")
            r, w = os.pipe()
            self._spawn("dbus", ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={self.dir}/run/bus",
                                 f"--print-address={w}"], pass_fds=(w,))
            os.close(w)
            e["DBUS_SESSION_BUS_ADDRESS"] = self._line(r, PATIENCE, "dbus-daemon")
            if wm:
                self._spawn("wm", [wm])
                wait_until(lambda: b"window id" in subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env=e,
                           capture_output=True).stdout, PATIENCE, what="window manager")
        except BaseException:
            self.close()
            raise

    def _spawn(self, name, cmd, log=None, env=None, **kw):
        log = log or f"{self.dir}/{name}.log"
        with open(log, "ab") as f:
            p = subprocess.Popen(cmd, env=env or self.env, stdin=subprocess.DEVNULL, stdout=f, stderr=f, start_new_session=True,
                                 preexec_fn=_die_with_parent, **kw)
        self.procs[name] = p
        return p

    @staticmethod
    def _line(fd, timeout, what):
        buf, end = b"", time.monotonic() + timeout
        while not buf.endswith(b"\n"):
            if not select.select([fd], [], [], max(0, end - time.monotonic()))[0]:
                raise Timeout(f"{what} did not start")
            c = os.read(fd, 256)
            if not c:
                raise RuntimeError(f"{what} exited; see its log")
            buf += c
        os.close(fd)
        return buf.decode().strip()

    def launch(self, cmd, env=None, name=None, timeout=PATIENCE, cwd=None, window=True):
        """Starts the program and waits until its window is in the accessible tree."""
        e = dict(self.env, **(env or {}))
        n = f"app{len(self.apps)}"
        log = f"{self.dir}/{n}.log"
        p = self._spawn(n, cmd, log=log, env=e, cwd=cwd)
        app = App(self.env, p.pid, log, popen=p)
        self.apps.append(app)
        if window:
            try:
                app.connect(timeout)
            except Timeout:
                raise Timeout(f"no accessible window of {cmd[0]} after {timeout} s; exit {p.poll()}; log:\n{app.log()[-2000:]}")
        return app

    def close(self):
        for a in self.apps:
            a.close_window_or_kill()
        for p in reversed(list(self.procs.values())):       # apps first, Xvfb last
            if p.poll() is None:
                p.terminate()
                try:
                    p.wait(5)
                except subprocess.TimeoutExpired:
                    p.kill(); p.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *a):
        self.close()


# ---------------------------------------------------------------- accessibility
# Plain D-Bus, not libatspi: calls can be pipelined (a tree of 500 nodes in ~0.3 s), nothing is cached, several sessions fit one process.
A11Y, DESKTOP = "org.a11y.atspi.", "/org/a11y/atspi/accessible/root"
_role_names, _state_names = {}, {}


class Bus:
    def __init__(self, env):
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, Gio, GLib         # Atspi only for its role and state names
        self.Gio, self.GLib, self.Atspi = Gio, GLib, Atspi
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        ses = Gio.DBusConnection.new_for_address_sync(env["DBUS_SESSION_BUS_ADDRESS"], flags, None, None)
        ses.set_exit_on_close(False)
        addr = ses.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, 15000, None).unpack()[0]
        ses.close_sync(None)
        self.conn = Gio.DBusConnection.new_for_address_sync(addr, flags, None, None)
        self.conn.set_exit_on_close(False)
        if not _state_names:
            _state_names.update({i: Atspi.StateType(i).value_nick for i in range(int(Atspi.StateType.LAST_DEFINED))})

    def batch(self, calls, timeout=5000):
        """calls: (dest, path, interface, method, GLib.Variant or None); answers in order, an exception in place of a failed one."""
        out, left, ctx = [None] * len(calls), [len(calls)], self.GLib.MainContext.default()

        def done(conn, res, i):
            try:
                out[i] = conn.call_finish(res).unpack()
            except Exception as e:
                out[i] = e
            left[0] -= 1
        for i, (d, p, f, m, v) in enumerate(calls):
            self.conn.call(d, p, f, m, v, None, 0, timeout, None, done, i)
        while left[0]:
            ctx.iteration(True)
        return out

    def call(self, *c, timeout=5000):
        r = self.batch([c], timeout)[0]
        if isinstance(r, Exception):
            raise RuntimeError(f"{c[2]}.{c[3]}: {r}")
        return r[0] if len(r) == 1 else r

    def role_name(self, r):
        if r not in _role_names:
            _role_names[r] = self.Atspi.role_get_name(self.Atspi.Role(r))
        return _role_names[r]


def _states(au):
    bits = au[0] | au[1] << 32 if len(au) > 1 else au[0]
    return {n for i, n in _state_names.items() if bits >> i & 1}


def clean_name(n, desc=""):
    """The name as a person would say it.  GTK 4.8 says '_Start Start' for a mnemonic button, 'Gain Gain' for one both
    labelled and labelled-by, and the type ('GtkImage') for one without a name: then the tooltip (description) counts."""
    for w in (n, n.replace("_", "")):
        h = len(w) // 2
        if len(w) % 2 and w[h] == " " and w[:h] == w[h + 1:]:
            return w[:h]
    if TYPE_NAME.fullmatch(n):
        return desc if desc != n else ""
    return n


class Node:
    """One accessible object; properties are asked afresh, except in find_all, which uses one snapshot of the tree."""
    def __init__(self, app, dest, path, parent=None, snap=None):
        self.app, self.dest, self.path, self._parent, self.snap = app, dest, path, parent, snap

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"

    def __eq__(self, o):
        return isinstance(o, Node) and (self.dest, self.path) == (o.dest, o.path)

    def __hash__(self):
        return hash((self.dest, self.path))

    def _c(self, iface, method, sig=None, *a):
        v = self.app.bus.GLib.Variant(sig, a) if sig else None
        return self.app.bus.call(self.dest, self.path, iface if "." in iface else A11Y + iface, method, v)

    def _get(self, iface, prop):
        return self._c("org.freedesktop.DBus.Properties", "Get", "(ss)", A11Y + iface, prop)

    @property
    def role(self):
        if getattr(self, "_role", None) is None:
            self._role = self.snap["role"] if self.snap else self.app.bus.role_name(self._c("Accessible", "GetRole"))
        return self._role
    @property
    def raw_name(self): return self._get("Accessible", "Name")
    @property
    def name(self): return clean_name(self.raw_name, self.description)
    @property
    def description(self): return self._get("Accessible", "Description")
    @property
    def interfaces(self):
        if getattr(self, "_ifaces", None) is None:
            self._ifaces = [i.rsplit(".", 1)[1] for i in self._c("Accessible", "GetInterfaces")]
        return self._ifaces
    @property
    def states(self): return _states(self._c("Accessible", "GetState"))
    @property
    def parent(self): return self._parent
    @property
    def children(self):
        return [Node(self.app, d, p, self) for d, p in self._c("Accessible", "GetChildren")]
    @property
    def showing(self): return "showing" in self.states      # GTK 4.8 sets it on the active window only
    @property
    def visible(self):
        """GTK keeps 'visible' on stack pages not shown: those never shown have no size, those shown before keep theirs."""
        return "visible" in self.states and ("Component" not in self.interfaces or min(self.extents()[2:]) > 0)
    @property
    def sensitive(self): return "sensitive" in self.states
    @property
    def checked(self): return bool({"checked", "pressed"} & self.states)
    @property
    def actions(self):
        if "Action" not in self.interfaces:                # GetActions gives translated names: ask each for its own
            return []
        V = self.app.bus.GLib.Variant
        r = self.app.bus.batch([(self.dest, self.path, A11Y + "Action", "GetName", V("(i)", (i,))) for i in range(self._get("Action", "NActions"))])
        return [x[0] for x in r if not isinstance(x, Exception)]

    def do(self, action=0):
        """Runs an action by index or name; raises when the program refuses."""
        i = action if isinstance(action, int) else self.actions.index(action)
        if not self._c("Action", "DoAction", "(i)", i):
            raise RuntimeError(f"{self!r}: action {action!r} refused")

    @property
    def text(self):
        return self._c("Text", "GetText", "(ii)", 0, self._get("Text", "CharacterCount")) if "Text" in self.interfaces else None
    @property
    def value(self): return self._get("Value", "CurrentValue") if "Value" in self.interfaces else None
    @value.setter
    def value(self, v):
        self._c("org.freedesktop.DBus.Properties", "Set", "(ssv)", A11Y + "Value", "CurrentValue", self.app.bus.GLib.Variant("d", float(v)))
    @property
    def value_range(self): return self._get("Value", "MinimumValue"), self._get("Value", "MaximumValue")

    def extents(self):
        """x, y, w, h of the content box in its window; never ask GTK 4.8 for SCREEN: it warns in the program's log."""
        return tuple(self._c("Component", "GetExtents", "(u)", 1))

    def snapshot(self, limit=20000, cells=None, hidden=True):
        """This node and all below it, parents first, each with .depth and .snap (role, name, description, states, rect).
        Without @hidden what lies in a hidden widget is left out, which is most of a window with many pages."""
        B, V = self.app.bus, self.app.bus.GLib.Variant
        P = "org.freedesktop.DBus.Properties"
        level, kids_of, depth, n = [self], {}, 0, 0
        while level and n < limit:
            calls = []
            for x in level:
                t = (x.dest, x.path)
                calls += [(*t, A11Y + "Accessible", "GetRole", None), (*t, P, "Get", V("(ss)", (A11Y + "Accessible", "Name"))),
                          (*t, P, "Get", V("(ss)", (A11Y + "Accessible", "Description"))), (*t, A11Y + "Accessible", "GetState", None),
                          (*t, A11Y + "Component", "GetExtents", V("(u)", (1,))), (*t, A11Y + "Accessible", "GetChildren", None)]
            r, nxt = B.batch(calls), []
            for i, x in enumerate(level):
                role, name, desc, st, ext, ch = r[6 * i:6 * i + 6]
                bad = lambda v: isinstance(v, Exception)
                x.depth = depth
                x.snap = None if bad(role) or bad(name) else {
                    "role": B.role_name(role[0]), "raw": name[0], "description": "" if bad(desc) else desc[0],
                    "states": set() if bad(st) else _states(st[0]), "rect": None if bad(ext) else tuple(ext[0])}
                kids = [] if bad(ch) or x.snap is None else [Node(self.app, d, p, x) for d, p in ch[0]]
                if x.snap:
                    x.snap["name"] = clean_name(x.snap["raw"], x.snap["description"])
                    x.snap["visible"] = "visible" in x.snap["states"] and (x.snap["rect"] is None or min(x.snap["rect"][2:]) > 0)
                if cells is not None:
                    kids = kids[:cells]
                if not hidden and depth > 0 and x.snap and not x.snap["visible"]:
                    kids = []
                kids_of[x] = kids
                nxt += kids
            n += len(level)
            level, depth = nxt, depth + 1
        out, stack = [], [self]
        while stack:
            x = stack.pop()
            if x.snap:
                out.append(x)
            stack.extend(reversed(kids_of.get(x, [])))
        return out

    def find_all(self, role=None, name=None, showing=True, pred=None):
        role = ROLES.get(role, role)
        for x in self.snapshot(hidden=not showing):
            s = x.snap
            if (role is None or s["role"] == role) and (name is None or _match(name, s["name"])) and \
               (not showing or s["visible"] or x.depth == 0) and (pred is None or _safe(pred, x)):
                yield x

    def find(self, role=None, name=None, showing=True, pred=None):
        """The first match; of a GtkMenuButton's two nested buttons the inner one, which has the action."""
        first = None
        for x in self.find_all(role, name, showing, pred):
            if first is None:
                first = x
                if x.role != "push button" or x.actions:
                    return x
            elif x.actions:
                return x
        return first

    def texts(self):
        """All names and descriptions on show."""
        r = {}
        for x in self.snapshot(hidden=False):
            if x.snap["visible"]:
                for t in (x.snap["name"], x.snap["description"]):
                    r.setdefault(t)
        return [t for t in r if t]

    def wait_text(self, regex, timeout=PATIENCE):
        rx = re.compile(regex)
        return wait_until(lambda: next((m for t in self.texts() if (m := rx.search(t))), None), timeout, what=f"text /{regex}/")


def _safe(f, x):
    try:
        return f(x)
    except Exception:
        return False


def _match(want, have):
    return bool(want.search(have)) if hasattr(want, "search") else want == have


def parse_selector(s):
    """'role:name', 'role:/regex/', ':name', 'role' -> keyword arguments of find"""
    role, _, name = s.partition(":")
    if len(name) > 1 and name[0] == name[-1] == "/":
        name = re.compile(name[1:-1])
    return {"role": role or None, "name": name or None}


class App:
    """A running program seen through AT-SPI, xdotool and the X server."""

    def __init__(self, env, pid, logfile=None, popen=None):
        self.env, self.pid, self.logfile, self.popen, self.root, self.bus = env, pid, logfile, popen, None, None

    # -- life
    def connect(self, timeout=PATIENCE):
        if self.bus is None:
            self.bus = wait_until(lambda: Bus(self.env), timeout, what="a11y bus")

        def look():
            if self.popen and self.popen.poll() is not None:
                raise Timeout("program exited")
            reg = Node(self, A11Y + "Registry", DESKTOP)
            for c in reg.children:
                pid = self.bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                    self.bus.GLib.Variant("(s)", (c.dest,)))
                if pid == self.pid or self._descends(pid):
                    c._parent = None
                    if any(min(k.extents()[2:]) > 0 for k in c.children):
                        return c
        self.root = wait_until(look, timeout, what=f"accessible window of pid {self.pid}")
        return self

    def _descends(self, pid):
        while pid > 1:
            if pid == self.pid:
                return True
            try:
                pid = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
            except OSError:
                return False
        return False

    def alive(self):
        if self.popen:
            return self.popen.poll() is None
        try:
            os.kill(self.pid, 0)
            return open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    def close_window_or_kill(self, timeout=5):
        """Asks the window to close as the user would (WM_DELETE), then SIGTERM, then SIGKILL; returns the exit status."""
        if not self.alive():
            return self.popen.poll() if self.popen else None
        for how in (self.close_window, lambda: os.kill(self.pid, signal.SIGTERM), lambda: os.kill(self.pid, signal.SIGKILL)):
            try:
                how()
                wait_until(lambda: not self.alive(), timeout, what="program end")
                break
            except Exception:
                continue
        return self.popen.poll() if self.popen else None

    def close_window(self):
        """What the close button does (GtkWindow's own action, so close-request handlers run)."""
        f = next(c for c in self.root.children if c.role == "frame")
        f.do("window.close")

    def log(self, benign=False):
        t = open(self.logfile, errors="replace").read() if self.logfile else ""
        return t if benign else "".join(l for l in t.splitlines(True) if not BENIGN.search(l))

    def warnings(self):
        return [l for l in self.log().splitlines() if re.search(r"WARNING|CRITICAL|ERROR|AddressSanitizer|runtime error", l)]

    # -- finding
    def find(self, role=None, name=None, timeout=PATIENCE, showing=True, pred=None):
        return wait_until(lambda: self.root.find(role, name, showing, pred), timeout, what=f"widget role={role} name={name}")

    def find_all(self, role=None, name=None, showing=True, pred=None):
        return list(self.root.find_all(role, name, showing, pred))

    def _node(self, node=None, **kw):
        if node is None and not kw:
            raise RuntimeError("there is no such widget")
        return node if isinstance(node, Node) else self.find(**(parse_selector(node) if isinstance(node, str) else kw))

    def texts(self):
        return self.root.texts()

    def wait_text(self, regex, timeout=PATIENCE):
        return self.root.wait_text(regex, timeout)

    # -- acting
    def click(self, node=None, **kw):
        """Clicks, once it may be: by the accessible action when there is one, else with the mouse."""
        n = self._node(node, **kw)
        wait_until(lambda: n.sensitive, what=f"{n!r} to be sensitive")
        acts = [] if n.role in ("text", "entry", "label") else n.actions
        for a in ("click", "toggle", "activate"):
            if a in acts:
                n.do(a)
                return n
        return self.mouse(n)

    def mouse(self, node=None, button=1, fx=0.5, fy=0.5, repeat=1, **kw):
        n = self._node(node, **kw)
        x, y, w, h = self.screen_rect(n)
        self.xdo("mousemove", int(x + w * fx), int(y + h * fy), "click", "--repeat", repeat, "--delay", 60, button)
        return n

    def set_value(self, node, value):
        n = self._node(node)
        n.value = value
        return n

    def set_text(self, node, text):
        """Sets the text through EditableText, else by clicking into it and typing."""
        n = self._node(node)
        if "EditableText" in n.interfaces and n.role != "spin button" and n._c("EditableText", "SetTextContents", "(s)", text):
            return n
        return self.type_into(n, text)

    def type_into(self, node, text, end="Return"):
        """As a hand does it: click, select all, type, Return (a spin button takes its text only then)."""
        n = self._node(node)
        self.mouse(n, fx=0.25)
        self.key("ctrl+a"); self.type(text)
        if end: self.key(end)
        return n

    def select(self, node, item, search=False):
        """Picks an item of a GtkDropDown or AdwComboRow: opens it, clicks the item. With @search it is asked for in
        the list's own entry: an item that is scrolled out of view does not exist."""
        n = self._node(node)
        b = n.find("push button", pred=lambda x: "click" in x.actions)
        b.do("click") if b else self.mouse(n)

        def opened():
            return n.find(pred=lambda x: x.snap["raw"] in POPOVERS)
        pop = wait_until(opened, what=f"list of {n!r}")
        if search:
            self.set_text(wait_until(lambda: pop.find(pred=lambda x: "EditableText" in x.interfaces), what="its search"), item)
        it = wait_until(lambda: pop.find("list item", pred=lambda x: x.find("label", item)), what=f"item {item!r}")

        def chosen():                             # a list that still opens may take no click
            self.mouse(self.steady(it))
            return wait_until(lambda: not opened(), 3, what="list closed")
        wait_until(chosen, what=f"{item!r} to be chosen")

    def steady(self, node, timeout=PATIENCE):
        """The node, once it stands still: what opens moves into its place, and a click would miss it."""
        looks = []

        def still():
            looks.append(self.screen_rect(node))
            return len(looks) > 1 and looks[-1] == looks[-2] and min(looks[-1][2:]) > 0
        wait_until(still, timeout, 0.15, what=f"{node!r} to stand still")
        return node

    # -- X
    def xdo(self, *a):
        return subprocess.run(["xdotool", *map(str, a)], env=self.env, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout.strip()

    def windows(self, all=False):
        """X window ids of the program: titled ones, or with all=True popovers too."""
        r = subprocess.run(["xdotool", "search", "--onlyvisible", "--all", "--pid", str(self.pid), "--name", "" if all else "."],
                           env=self.env, capture_output=True, text=True)
        return r.stdout.split()

    def key(self, *keys):
        self.xdo("key", "--delay", 30, *keys)

    def type(self, text):
        self.xdo("type", "--delay", 15, text)

    def screenshot(self, path, window=True):
        """The window (or the whole screen) as the X server shows it."""
        w = self.windows()
        subprocess.run(["import", "-window", w[0] if window and w else "root", "-silent", path], env=self.env, check=True)
        return path

    def geometry(self, win):
        g = self.xdo("getwindowgeometry", "--shell", win)
        return tuple(int(re.search(rf"^{k}=(-?\d+)", g, re.M)[1]) for k in ("X", "Y", "WIDTH", "HEIGHT"))

    def surface(self, node):
        """The accessible toplevel or popover the node lies in: each has an X window of its own."""
        n = node
        while n is not None:
            if n.raw_name in POPOVERS:
                return n
            p = n.parent
            if p is None or p == self.root:
                return n
            n = p
        raise RuntimeError(f"{node!r} is in no window")

    def screen_rect(self, node):
        """x, y, w, h on the screen.  GTK 4.8 answers in window coordinates whose origin is inside the client-side border
        or shadow, so the X window of the same name (or, a popover, of the nearest size) gives the offset."""
        x, y, w, h = node.extents()
        top = self.surface(node)
        tx, ty, tw, th = top.extents()
        pop = top.raw_name in POPOVERS
        best = None
        for win in self.windows(all=True):
            g = self.geometry(win)
            title = self.xdo("getwindowname", win)
            if not pop and title != top.raw_name:
                continue
            score = abs(g[2] - tw) + abs(g[3] - th)
            if g[2] >= tw and g[3] >= th and (best is None or score < best[0]):
                best = (score, g, win)
        if best is None:
            raise RuntimeError(f"no X window for {top!r}")
        gx, gy, gw, gh = best[1]
        l, t = (gw - tw) // 2, (gh - th) // 2
        return gx + l + x - tx, gy + t + y - ty, w, h
