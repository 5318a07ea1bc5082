"""What OpenMined PSI takes for two lists: processor and wall time of both sides, bytes that cross. One JSON line.

    python psi_openmined.py FOLDER      (FOLDER has server.txt and client.txt, an identifier a line)

Elliptic-curve Diffie-Hellman on P-256, one thread; the server's set in a Golomb-coded set with 1e-9 false positives; the
client alone learns what is common.
"""
import json
import sys
import time

import private_set_intersection.python as psi

server_list, client_list = (
    open(f"{sys.argv[1]}/{name}.txt").read().split() for name in ("server", "client")
)
wall, cpu = time.perf_counter(), time.process_time()
server = psi.server.CreateWithNewKey(True)
client = psi.client.CreateWithNewKey(True)
setup = server.CreateSetupMessage(1e-9, len(client_list), server_list, psi.DataStructure.GCS)
request = client.CreateRequest(client_list)
response = server.ProcessRequest(request)
found = client.GetIntersection(setup, response)
print(json.dumps({
    "kernel": "deconflict", "part": "openmined-psi", "pairs": len(client_list), "found": len(found),
    "wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu,
    "wire_bytes": setup.ByteSize() + request.ByteSize() + response.ByteSize(),
}))
