/*
 * Credit of each path on each hop (docs/protocol/7-streams.md, rules 3 and 6), as a second opinion that shares no code with
 * Rings.Protocol: four nodes in a ring, from each a path round three links of it, so that every link and every node is shared by
 * three paths, and what waits for a link waits in a circle. Windows are of WINDOW packets, each path carries MSGS of them; links,
 * relays and ends take their steps in any order.
 *   - no node ever gets a packet that it has no room for, and every end gets each packet once and in order (asserted);
 *   - it never comes to a stop before all have arrived (no end state but that).
 *
 * spin -run paths.pml                 all must hold
 * spin -DWINDOW=2 -run paths.pml      all must hold
 * spin -DBROKEN_SHARED -run paths.pml must fail: credit belongs to the link and not to the path, and all wait for each other
 * spin -DBROKEN_EARLY -run paths.pml  must fail: credit is returned when a packet comes, and not when it leaves
 * spin -DBROKEN_DROP -run paths.pml   must fail: a relay drops what it has no credit for
 */

#ifndef WINDOW
#define WINDOW 1
#endif
#ifndef MSGS
#define MSGS 2
#endif

#define NODES 4
#define HOPS 3
#define AT(p, h) ((p) * HOPS + (h))

/* What has come over a hop of a path and has not left the node. */
chan here[NODES * HOPS] = [WINDOW] of { byte };
byte sent[NODES];
byte got[NODES];

#ifdef BROKEN_SHARED
byte credit[NODES];
#define CREDIT(p, h) credit[((p) + (h)) % NODES]
#else
byte credit[NODES * HOPS];
#define CREDIT(p, h) credit[AT(p, h)]
#endif

inline pass(p, h, m) {
  assert(nfull(here[AT(p, h)]));
  CREDIT(p, h)--;
  here[AT(p, h)]!m;
#ifdef BROKEN_EARLY
  CREDIT(p, h)++;
#endif
}

inline leave(p, h) {
#ifndef BROKEN_EARLY
  CREDIT(p, h)++;
#endif
  skip;
}

proctype Source(byte p) {
  do
  :: atomic { sent[p] < MSGS && CREDIT(p, 0) > 0 -> pass(p, 0, sent[p]); sent[p]++ }
  :: sent[p] == MSGS -> break
  od
}

proctype Relay(byte p; byte h) {
  byte m;
  do
  :: atomic { nempty(here[AT(p, h - 1)]) && CREDIT(p, h) > 0 ->
       here[AT(p, h - 1)]?m; pass(p, h, m); leave(p, h - 1); m = 0 }
#ifdef BROKEN_DROP
  :: atomic { nempty(here[AT(p, h - 1)]) && CREDIT(p, h) == 0 -> here[AT(p, h - 1)]?m; leave(p, h - 1); m = 0 }
#endif
  :: got[p] == MSGS -> break
  od
}

proctype Sink(byte p) {
  byte m;
  do
  :: atomic { nempty(here[AT(p, HOPS - 1)]) ->
       here[AT(p, HOPS - 1)]?m; assert(m == got[p]); got[p]++; leave(p, HOPS - 1); m = 0 }
  :: got[p] == MSGS -> break
  od
}

init {
  byte p = 0;
  byte h = 0;
  atomic {
    do
    :: p < NODES ->
       h = 0;
       do
       :: h < HOPS -> CREDIT(p, h) = WINDOW; h++
       :: else -> break
       od;
       run Source(p);
       run Relay(p, 1);
       run Relay(p, 2);
       run Sink(p);
       p++
    :: else -> break
    od;
    p = 0;
    h = 0
  }
}
