"""Runs GeoClue against the service; started by geoclue, which makes the message bus."""
import os
import random
import subprocess
import sys
import threading

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

from load import SITE, hear, survey
from service import Service

WPA, WPA_INTERFACE, WPA_BSS = "fi.w1.wpa_supplicant1", "fi.w1.wpa_supplicant1.Interface", "fi.w1.wpa_supplicant1.BSS"
GEOCLUE, PROPERTIES = "org.freedesktop.GeoClue2", dbus.PROPERTIES_IFACE
ORIGIN = (48.1374, 11.5755)
PLACE = (8.0, 12.0)
DEGREE = 111_320.0


class Speaking(dbus.service.Object):
    """An object with properties that never change."""

    def __init__(self, bus, path, interface, values):
        super().__init__(bus, path)
        self.interface, self.values = interface, values

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _, name):
        return self.values[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _):
        return dbus.Dictionary(self.values, signature="sv")


class Supplicant(Speaking):
    @dbus.service.signal(WPA, signature="oa{sv}")
    def InterfaceAdded(self, path, properties):
        pass


class Radio(Speaking):
    @dbus.service.method(WPA_INTERFACE, in_signature="a{sv}")
    def Scan(self, _):
        GLib.timeout_add(100, lambda: self.ScanDone(True))

    @dbus.service.signal(WPA_INTERFACE, signature="b")
    def ScanDone(self, success):
        pass

    @dbus.service.signal(WPA_INTERFACE, signature="oa{sv}")
    def BSSAdded(self, path, properties):
        pass


def stand_in(bus):
    """wpa_supplicant, as far as GeoClue looks: one radio that hears what is heard at the place."""
    name = dbus.service.BusName(WPA, bus)
    objects, paths = [], []
    for n, (bssid, dbm) in enumerate(hear(*PLACE, random.Random(5)).items()):
        path = f"/fi/w1/wpa_supplicant1/Interfaces/0/BSSs/{n}"
        # GeoClue passes over a BSS without a name.
        values = {"BSSID": dbus.ByteArray(bytes.fromhex(bssid.replace(":", ""))), "SSID": dbus.ByteArray(f"office {n}".encode()),
                  "Signal": dbus.Int16(dbm), "Frequency": dbus.UInt16(2412), "Age": dbus.UInt32(1)}
        objects.append(Speaking(bus, path, WPA_BSS, values))
        paths.append(dbus.ObjectPath(path))
    radio = dbus.ObjectPath("/fi/w1/wpa_supplicant1/Interfaces/0")
    objects.append(Radio(bus, radio, WPA_INTERFACE, {
        "Ifname": "wlan0", "State": "inactive", "Scanning": False, "BSSs": dbus.Array(paths, signature="o")}))
    objects.append(Supplicant(bus, "/fi/w1/wpa_supplicant1", WPA, {"Interfaces": dbus.Array([radio], signature="o")}))
    return name, objects


class Agent(Speaking):
    """Who lets applications have the location; a desktop brings one."""

    @dbus.service.method(GEOCLUE + ".Agent", in_signature="su", out_signature="bu")
    def AuthorizeApp(self, _, level):
        return True, level


def be_agent(bus):
    agent = Agent(bus, "/org/freedesktop/GeoClue2/Agent", GEOCLUE + ".Agent", {"MaxAccuracyLevel": dbus.UInt32(8)})
    bus.get_object(GEOCLUE, "/org/freedesktop/GeoClue2/Manager").AddAgent(
        "test", dbus_interface=GEOCLUE + ".Manager", reply_handler=lambda: None, error_handler=lambda e: print("agent:", e))
    return agent


def start_service():
    service = Service(settings=["--update-every-days", "0"])
    service.post("/sites", {"name": SITE})
    service.post(f"/sites/{SITE}/surveys", survey(random.Random(1))[::7])
    corners = [{"x": x, "y": y, "latitude": ORIGIN[0] + y / DEGREE, "longitude": ORIGIN[1] + x / DEGREE / 0.667}
               for x, y in ((0, 0), (20, 0), (0, 20))]
    service.send("PUT", f"/sites/{SITE}/buildings/b/floors/1", {"width": 20, "height": 20, "georeference": corners})
    print(service.wait_for(SITE, service.post(f"/sites/{SITE}/training", {})), flush=True)
    return service, service.post(f"/sites/{SITE}/keys", {"name": "phones", "scopes": ["locate"], "inPath": True})["key"]


def start_geoclue(folder, address, key):
    settings = os.path.join(folder, "geoclue.conf")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"[agent]\nwhitelist=test\n[wifi]\nenable=true\nsubmit-data=false\nurl={address}/v1/geolocate?key={key}\n"
                   "[test]\nallowed=true\nsystem=true\nusers=\n"
                   + "".join(f"[{source}]\nenable=false\n" for source in ("network-nmea", "3g", "cdma", "modem-gps", "compass")))
    subprocess.run(["mount", "--bind", settings, "/etc/geoclue/geoclue.conf"], check=True)
    return subprocess.Popen(["/usr/libexec/geoclue"], env={**os.environ, "G_MESSAGES_DEBUG": "Geoclue"},
                            stdout=open(os.path.join(folder, "geoclue.log"), "w", encoding="utf-8"), stderr=subprocess.STDOUT)


def ask(bus, loop, found):
    """As an application does: a client, what it wants, start, and the location when told of it."""
    manager = bus.get_object(GEOCLUE, "/org/freedesktop/GeoClue2/Manager")
    client = bus.get_object(GEOCLUE, manager.GetClient(dbus_interface=GEOCLUE + ".Manager"))
    client.Set(GEOCLUE + ".Client", "DesktopId", "test", dbus_interface=PROPERTIES)
    client.Set(GEOCLUE + ".Client", "RequestedAccuracyLevel", dbus.UInt32(8), dbus_interface=PROPERTIES)

    def updated(_, path):
        found.update(bus.get_object(GEOCLUE, path).GetAll(GEOCLUE + ".Location", dbus_interface=PROPERTIES))
        loop.quit()

    client.connect_to_signal("LocationUpdated", updated, dbus_interface=GEOCLUE + ".Client")
    client.Start(dbus_interface=GEOCLUE + ".Client", reply_handler=lambda: None, error_handler=lambda e: print("start:", e))


def main(folder):
    service, key = start_service()
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus, loop, found = dbus.SystemBus(), GLib.MainLoop(), {}
    held = [stand_in(bus)]
    geoclue = start_geoclue(folder, service.address, key)
    GLib.timeout_add(1500, lambda: held.append(be_agent(bus)))
    # On a thread of its own: the stand-in must answer meanwhile.
    GLib.timeout_add(3000, lambda: threading.Thread(target=in_own_bus, args=(loop, found), daemon=True).start())
    GLib.timeout_add_seconds(60, loop.quit)
    loop.run()
    geoclue.terminate()
    past = service.get(f"/sites/{SITE}/history")
    service.stop()
    with open(os.path.join(folder, "geoclue.log"), encoding="utf-8") as log:
        said = log.read()
    del held
    if not found:
        print(said)
        raise SystemExit("GeoClue gave no location")
    north, east = (found["Latitude"] - ORIGIN[0]) * DEGREE, (found["Longitude"] - ORIGIN[1]) * DEGREE * 0.667
    off = ((north - PLACE[1]) ** 2 + (east - PLACE[0]) ** 2) ** 0.5
    print(f"GeoClue says {float(found['Latitude']):.6f}, {float(found['Longitude']):.6f}, accuracy {float(found['Accuracy']):.1f} m: "
          f"{off:.1f} m off; {len(past)} scan(s) located by the service")
    if off > 10 or not past:
        raise SystemExit("that is not where it is")


def in_own_bus(loop, found):
    ask(dbus.SystemBus(private=True), loop, found)


if __name__ == "__main__":
    main(sys.argv[1])
