/*
 * The ring's maintenance as Zave's correct Chord, over shared state: a second opinion on docs/protocol/4-ring.md that
 * shares no code with Rings.Protocol (Zave, "Reasoning about identifier spaces: how to make Chord correct", 2017).
 *
 * NODES places on the circle, lists of two successors, a first ring of three members. Every order of JOINS joins and FAILS
 * failures that the fault model allows, with stabilise from successor, stabilise from predecessor and rectify as separate
 * steps that may be interleaved and repeated at will. After each step:
 *   - every member has a live entry in its list, and at least three members are skipped by no list (the inductive
 *     invariant), which gives one ordered ring that every member reaches: that is asserted too;
 *   - where no step would change anything any more, the ring is ideal.
 *
 * spin -run chord.pml                   all assertions must hold
 * spin -DNODES=6 -DJOINS=3 -DFAILS=2 -run chord.pml  all assertions must hold
 * spin -DBROKEN_JOIN -run chord.pml     must fail: a node joins at any member, not at the one before it
 * spin -DBROKEN_RECTIFY -run chord.pml  must fail: a live predecessor is never replaced
 * spin -DBROKEN_LIST -run chord.pml     must fail: a list keeps its old tail instead of its head's
 * spin -DBROKEN_FAIL -run chord.pml     must fail: a failure may take a member's last live successor
 * spin -DBROKEN_HEAD -run chord.pml     must fail: stabilise from predecessor is left out
 */

#ifndef NODES
#define NODES 5
#endif
#ifndef JOINS
#define JOINS 2
#endif
#ifndef FAILS
#define FAILS 1
#endif

#define NONE 15
#define PRINCIPALS 3

/* member: on the ring or hanging on it; gone: failed, and never back. */
bool member[NODES];
bool gone[NODES];
byte first[NODES];
byte second[NODES];
byte pred[NODES];
/* Between the two halves of stabilise: the head's predecessor, to be gone on to. */
byte nearer[NODES];
/* A notification on its way to this node. */
byte notifier[NODES];
byte joins, fails;

/* Clockwise distance; never used with NONE. */
#define dist(a, b) (((b) + NODES - (a)) % NODES)
#define between(a, x, b) ((x) != (a) && (x) != (b) && ((a) == (b) || dist(a, x) < dist(a, b)))
#define live(x) ((x) != NONE && member[x])
#define best(n) (live(first[n]) -> first[n] : (live(second[n]) -> second[n] : NONE))
/* A member's extended list skips x. */
#define skips(n, x) ((first[n] != NONE && between(n, x, first[n])) \
  || (second[n] != NONE && x != first[n] && between(first[n], x, second[n])))
/* n's list becomes h, then h's head, cut before n. */
#define take(n, h) \
  first[n] = h; \
  second[n] = ((first[h] == NONE || first[h] == n) -> NONE : first[h])

byte i, j, k, count, start, turns, steps;
bool ok;

/* Sets ok: the inductive invariant holds, and so there is one ordered ring that all members reach. */
inline check() {
  ok = true;
  count = 0;
  for (i : 0 .. NODES - 1) {
    if
    :: member[i] ->
      if
      :: best(i) == NONE -> ok = false
      :: else
      fi;
      k = 1;
      for (j : 0 .. NODES - 1) {
        if
        :: member[j] && j != i && skips(j, i) -> k = 0
        :: else
        fi
      }
      count = count + k
    :: else
    fi
  }
  ok = ok && count >= PRINCIPALS;
  /* One ring: from each member, NODES steps along best successors end on the cycle of the first member; ordered: once
     round that cycle is once round the circle. */
  if
  :: ok ->
    start = NONE; turns = 0; steps = 0;
    for (i : 0 .. NODES - 1) {
      if
      :: member[i] && start == NONE ->
        start = i;
        for (j : 1 .. NODES) { start = best(start) }
        k = start;
        do
        :: turns = turns + dist(k, best(k)); steps = steps + 1; k = best(k);
          if
          :: k == start || steps > NODES -> break
          :: else
          fi
        od;
        ok = ok && k == start && turns == NODES
      :: member[i] && start != NONE ->
        k = i;
        for (j : 1 .. NODES) { k = best(k) }
        j = 0;
        do
        :: k == start || j > NODES -> break
        :: else -> k = best(k); j = j + 1
        od;
        ok = ok && k == start
      :: else
      fi
    }
  :: else
  fi
}

/* Sets ok: every member's list is the next two, every predecessor the one before. Used only where the ring is in order. */
inline ideal() {
  ok = true;
  for (i : 0 .. NODES - 1) {
    if
    :: member[i] ->
      for (j : 0 .. NODES - 1) {
        if
        :: member[j] && j != i && (skips(i, j) || first[i] == NONE || second[i] == NONE) -> ok = false
        :: member[j] && j != i && (pred[i] == NONE || !live(pred[i]) || between(pred[i], j, i)) -> ok = false
        :: else
        fi
      }
    :: else
    fi
  }
}

/* Sets ok: no step of maintenance would change anything. */
inline quiet() {
  ok = true;
  for (i : 0 .. NODES - 1) {
    if
    :: member[i] ->
      if
      :: nearer[i] != NONE || notifier[i] != NONE || !live(first[i]) -> ok = false
      :: else ->
        k = first[i];
        if
#ifndef BROKEN_LIST
        :: second[i] != ((first[k] == NONE || first[k] == i) -> NONE : first[k]) -> ok = false
#endif
        :: pred[k] == NONE || !live(pred[k]) -> ok = false
#ifndef BROKEN_RECTIFY
        :: live(pred[k]) && between(pred[k], i, k) -> ok = false
#endif
#ifndef BROKEN_HEAD
        :: live(pred[k]) && between(i, pred[k], k) -> ok = false
#endif
        :: else
        fi
      fi
    :: else
    fi
  }
}

inline settle() {
  check();
  assert(ok);
  quiet();
  if
  :: ok -> ideal(); assert(ok)
  :: else
  fi;
  i = 0; j = 0; k = 0; count = 0; start = 0; turns = 0; steps = 0; ok = false
}

/* A node joins by member m, whose list it takes over. */
inline join(n, m) {
  first[n] = first[m];
  second[n] = second[m];
  pred[n] = NONE;
  member[n] = true;
  joins = joins + 1;
  settle()
}

/* A member fails, if the others keep the invariant without it. */
inline fail(n) {
  member[n] = false;
#ifndef BROKEN_FAIL
  check();
#else
  ok = true;
#endif
  if
  :: ok ->
    gone[n] = true; first[n] = NONE; second[n] = NONE; pred[n] = NONE; nearer[n] = NONE; notifier[n] = NONE;
    fails = fails + 1;
    settle()
  :: else -> member[n] = true; i = 0; j = 0; k = 0; count = 0; start = 0; turns = 0; steps = 0; ok = false
  fi
}

inline stabiliseFromSuccessor(n) {
  if
  :: !live(first[n]) -> first[n] = second[n]; second[n] = NONE
  :: else ->
    k = first[n];
#ifndef BROKEN_LIST
    take(n, k);
#else
    skip;
#endif
#ifndef BROKEN_HEAD
    if
    :: live(pred[k]) && between(n, pred[k], k) -> nearer[n] = pred[k]
    :: else -> notifier[k] = n
    fi
#else
    notifier[k] = n
#endif
  fi;
  settle()
}

inline stabiliseFromPredecessor(n) {
  k = nearer[n];
  nearer[n] = NONE;
  if
  :: live(k) && between(n, k, first[n]) -> take(n, k); notifier[k] = n
  :: else -> k = first[n];
    if
    :: live(k) -> notifier[k] = n
    :: else
    fi
  fi;
  settle()
}

inline rectify(n) {
  k = notifier[n];
  notifier[n] = NONE;
  if
#ifndef BROKEN_RECTIFY
  :: live(k) && (pred[n] == NONE || !live(pred[n]) || between(pred[n], k, n)) -> pred[n] = k
#else
  :: live(k) && (pred[n] == NONE || !live(pred[n])) -> pred[n] = k
#endif
  :: else
  fi;
  settle()
}

#ifndef BROKEN_JOIN
#define mayJoin(n, m) (member[m] && live(first[m]) && between(m, n, first[m]))
#else
#define mayJoin(n, m) (member[m] && live(first[m]))
#endif

inline pick(x) {
  x = 0;
  do
  :: x < NODES - 1 -> x = x + 1
  :: break
  od
}

byte n, m;

init {
  d_step {
    for (i : 0 .. NODES - 1) {
      first[i] = NONE; second[i] = NONE; pred[i] = NONE; nearer[i] = NONE; notifier[i] = NONE
    }
    member[0] = true; first[0] = 1; second[0] = 3; pred[0] = 3;
    member[1] = true; first[1] = 3; second[1] = 0; pred[1] = 0;
    member[3] = true; first[3] = 0; second[3] = 1; pred[3] = 1
  }
  do
  :: atomic { joins < JOINS ->
      pick(n); pick(m);
      d_step {
        if
        :: !member[n] && !gone[n] && mayJoin(n, m) -> join(n, m)
        :: else
        fi;
        n = 0; m = 0
      }
    }
  :: atomic { fails < FAILS ->
      pick(n);
      d_step {
        if
        :: member[n] -> fail(n)
        :: else
        fi;
        n = 0
      }
    }
  :: atomic { pick(n);
      d_step {
        if
        :: member[n] && nearer[n] == NONE -> stabiliseFromSuccessor(n)
        :: member[n] && nearer[n] != NONE -> stabiliseFromPredecessor(n)
        :: else
        fi;
        n = 0
      }
    }
  :: atomic { pick(n);
      d_step {
        if
        :: member[n] && notifier[n] != NONE -> rectify(n)
        :: else
        fi;
        n = 0
      }
    }
  od
}
