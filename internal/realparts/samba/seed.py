#!/usr/bin/python3
# Copyright (c) The terraform-provider-onefs authors
# SPDX-License-Identifier: MPL-2.0
"""seed.py DIR PASSWORD: provision the Active Directory domain DEMO.LOCAL in DIR, with the accounts that the simulated site has.

Rights on servicePrincipalName: each cluster's account and svc-mover may write those of PS1$ and PS2$, svc-vwrite has only the
validated write, svc-nobody and PS3$ have nothing. Passwords are different for each account, and keys are AES only: with the same
password and RC4, which has no salt, a ticket for one account could be read by the other.
"""
import os
import subprocess
import sys

from samba.auth import system_session
from samba.net import Net
from samba.param import LoadParm
from samba.samdb import SamDB
from samba.sd_utils import SDUtils
import ldb
import samba.dckeytab  # noqa: F401 gives Net its export_keytab

WRITE = "f3a64788-5306-11d1-a9c5-0000f80367c1"  # servicePrincipalName, and "validated write to" it
BASE = "DC=demo,DC=local"
AES = "24"
# WORKSTATION_TRUST_ACCOUNT, and NO_AUTH_DATA_REQUIRED: a file server that is no member of the domain refuses tickets with a PAC.
COMPUTER = str(0x1000 | 0x2000000)

top = sys.argv[1]
conf = os.path.join(top, "seed.conf")
with open(conf, "w", encoding="utf-8") as f:
    f.write("[global]\n netbios name = DC1\n workgroup = DEMO\n realm = DEMO.LOCAL\n server role = active directory domain controller\n"
            " server services = ldap, kdc\n interfaces = 127.0.0.10/8\n bind interfaces only = yes\n")
made = subprocess.run(
    ["samba-tool", "domain", "provision", "-q", "-s", conf, "--targetdir=" + top, "--realm=DEMO.LOCAL", "--domain=DEMO",
     "--server-role=dc", "--dns-backend=NONE", "--host-name=dc1", "--host-ip=127.0.0.10", "--adminpass=" + sys.argv[2]],
    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
if made.returncode != 0:
    sys.exit(made.stdout.decode())

lp = LoadParm()
lp.load(os.path.join(top, "etc/smb.conf"))
db = SamDB(url=os.path.join(top, "private/sam.ldb"), session_info=system_session(), lp=lp)
rights = SDUtils(db)


def sid(account):
    found = db.search(base=BASE, expression="(sAMAccountName=%s)" % account, attrs=["objectSid"])
    return str(db.schema_format_value("objectSid", found[0]["objectSid"][0]), "ascii")


def change(dn, **values):
    m = ldb.Message(ldb.Dn(db, dn))
    for name, value in values.items():
        attribute = name.replace("__", "-")
        m[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
    db.modify(m)


with open(os.path.join(top, "accounts"), encoding="utf-8") as f:
    for line in f:
        kind, name, password = line.split()
        if kind == "computer":
            db.newcomputer(name)
            change("CN=%s,CN=Computers,%s" % (name, BASE), msDS__SupportedEncryptionTypes=AES, userAccountControl=COMPUTER)
            db.setpassword("(sAMAccountName=%s$)" % name, password, False)
            Net(None, lp).export_keytab(keytab=os.path.join(top, "private", name + ".keytab"), principal=name + "$")
        else:
            db.newuser(name, password)

# Nobody else adds the controller's own LDAP name, because no DNS service runs; a Kerberos bind needs it.
m = ldb.Message(ldb.Dn(db, "CN=DC1,OU=Domain Controllers," + BASE))
m["servicePrincipalName"] = ldb.MessageElement("ldap/dc1.demo.local", ldb.FLAG_MOD_ADD, "servicePrincipalName")
db.modify(m)

for name in ("PS1", "PS2"):
    dn = "CN=%s,CN=Computers,%s" % (name, BASE)
    for who in ("PS1$", "PS2$", "svc-mover"):
        rights.dacl_add_ace(dn, "(OA;;WP;%s;;%s)" % (WRITE, sid(who)))
    rights.dacl_add_ace(dn, "(OA;;SW;%s;;%s)" % (WRITE, sid("svc-vwrite")))
