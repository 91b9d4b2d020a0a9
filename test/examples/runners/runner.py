import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True

from leave_link import leave_link  # noqa: E402

fields = sys.stdin.buffer.read().decode().split("\0")
for i in range(0, len(fields) - 4, 5):
    origin, list_name, contact, secret, domain = fields[i : i + 5]
    try:
        link = leave_link(
            origin=origin,
            list_name=list_name,
            contact=contact,
            secret=secret,
            mailto_domain=domain or None,
        )
        headers = link.headers
        values = headers["List-Unsubscribe"], headers["List-Unsubscribe-Post"]
        print("made", link.url, *values, sep="\t")
    except ValueError as error:
        print("refused", error, sep="\t")
