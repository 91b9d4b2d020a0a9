import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from leave_link import leave_link
fields = sys.stdin.buffer.read().decode().split("\x1f")
for i in range(0, len(fields) - 4, 5):
    origin, name, contact, secret, domain = fields[i : i + 5]
    try:
        link = leave_link(origin=origin, list_name=name, contact=contact, secret=secret, mailto_domain=domain or None)
        print("made", link.url, *link.headers.values(), sep="\t")
    except ValueError as error:
        print("refused", error, sep="\t")
