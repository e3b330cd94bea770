"""The last node of an OpenDHT network: puts values of 1 KiB and gets them again, so many at a time.

usage: opendht_client.py PORT_OF_A_NODE RECORDS AT_ONCE
"""
import random
import sys
import threading
import time

import opendht

port, count, at_once = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
config = opendht.DhtConfig()
config.setRateLimit(-1, -1)
node = opendht.DhtRunner()
node.run(port=port + 1000, ipv4="127.0.0.1", config=config)
node.bootstrap("127.0.0.1", str(port))
time.sleep(5)
random.seed(1)
values = [random.randbytes(1024) for _ in range(count)]


def key(name):
    return opendht.InfoHash.get(name)


def measure(name, times, start):
    """start(i, done) begins operation i and has done(ok) called at its end."""
    slots, lock = threading.Semaphore(at_once), threading.Lock()
    latencies, failed, ended = [], [0], threading.Event()
    begin = time.perf_counter()

    def run(i):
        began = time.perf_counter()
        called = [False]

        def done(ok):
            with lock:
                if called[0]:
                    return
                called[0] = True
                latencies.append((time.perf_counter() - began) * 1000)
                failed[0] += not ok
                if len(latencies) == times:
                    ended.set()
            slots.release()

        start(i, done)

    for i in range(times):
        slots.acquire()
        run(i)
    ended.wait()
    seconds = time.perf_counter() - begin
    latencies.sort()
    print(f"| OpenDHT | {name} | {times / seconds:.0f} | {latencies[times // 2]:.1f} "
          f"| {latencies[times * 99 // 100]:.1f} | {failed[0]} |", flush=True)


def put(prefix):
    def start(i, done):
        node.put(key(f"{prefix}{i}"), opendht.Value(values[i]), lambda ok, nodes: done(ok))
    return start


def get(i, done):
    seen = [False]

    def found(value):
        seen[0] = seen[0] or bytes(value.data) == values[i]
        return True

    node.get(key(f"r/{i}"), found, lambda ok, nodes: done(ok and seen[0]))


measure("warm-up", count // 10, put("warm/"))
measure("put", count, put("r/"))
measure("get", count, get)
node.shutdown()
