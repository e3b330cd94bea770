/*
 * One direction of a stream over the paths of its set (docs/protocol/7-streams.md): a sender with SEGMENTS pieces, a receiver
 * that orders them, PATHS paths one after another. Each path keeps order and loses nothing until it is cut; then all that was
 * under way by it is gone, acknowledgements too. The sender may move to the next path at any time, whether or not the one
 * before still stands; any path but the last may be cut at any moment. After each step what was handed on is a prefix, each
 * piece once; and where nothing can happen any more, everything was handed on and is acknowledged.
 *
 * spin -run streams.pml                  all assertions must hold
 * spin -DSEGMENTS=4 -run streams.pml     all assertions must hold
 * spin -DBROKEN_LOSS -run streams.pml    must fail: what was on a path that ended does not go again
 * spin -DBROKEN_HOLD -run streams.pml    must fail: what comes ahead of a gap is acknowledged and dropped
 * spin -DBROKEN_REPEAT -run streams.pml  must fail: what comes again is handed on again
 * spin -DBROKEN_ACK -run streams.pml     must fail: an acknowledgement counts for every path
 */

#ifndef SEGMENTS
#define SEGMENTS 3
#endif
#ifndef PATHS
#define PATHS 3
#endif

#define NONE 9

chan data0 = [2] of { byte };
chan data1 = [2] of { byte };
chan data2 = [2] of { byte };
chan acks0 = [2] of { byte };
chan acks1 = [2] of { byte };
chan acks2 = [2] of { byte };

bool cut[PATHS];
bool heard[PATHS];
byte current;
/* The path that a segment went by last, and its place among what went by it. */
byte by[SEGMENTS];
byte place[SEGMENTS];
byte sent[PATHS];
bool acknowledged[SEGMENTS];
/* At the receiver. */
byte came[PATHS];
bool held[SEGMENTS];
byte next;
byte handed[SEGMENTS];
bool done;
byte i;

/* The lowest segment that is to go; NONE: there is none. */
inline lowest(segment) {
  segment = NONE;
  for (i : 0 .. SEGMENTS - 1) {
    if
    :: segment == NONE && by[i] == NONE && !acknowledged[i] -> segment = i
    :: else
    fi
  }
  i = 0
}

inline note(segment, path) {
  by[segment] = path;
  place[segment] = sent[path];
  sent[path] = sent[path] + 1
}

/* All up to a number of one path was taken. */
inline take_ack(path, number) {
  for (i : 0 .. SEGMENTS - 1) {
    if
#ifdef BROKEN_ACK
    :: by[i] != NONE && place[i] <= number -> acknowledged[i] = true
#else
    :: by[i] == path && place[i] <= number -> acknowledged[i] = true
#endif
    :: else
    fi
  }
  i = 0
}

/* A path is gone: what is not acknowledged of it goes again. */
inline lose(path) {
  heard[path] = true;
#ifndef BROKEN_LOSS
  for (i : 0 .. SEGMENTS - 1) {
    if
    :: by[i] == path && !acknowledged[i] -> by[i] = NONE
    :: else
    fi
  }
  i = 0
#endif
}

inline take(segment) {
  if
#ifdef BROKEN_REPEAT
  :: segment < next -> handed[segment] = handed[segment] + 1
#endif
#ifdef BROKEN_HOLD
  :: segment > next -> skip
#else
  :: segment > next -> held[segment] = true
#endif
  :: segment == next -> held[segment] = true
  :: else
  fi;
  do
  :: next < SEGMENTS && held[next] -> handed[next] = handed[next] + 1; next = next + 1
  :: else -> break
  od;
  for (i : 0 .. SEGMENTS - 1) {
    assert(handed[i] == (i < next -> 1 : 0))
  }
  i = 0
}

inline finished() {
  done = true;
  for (i : 0 .. SEGMENTS - 1) {
    done = done && acknowledged[i]
  }
  i = 0
}

active proctype sender() {
  byte segment, number;
  for (i : 0 .. SEGMENTS - 1) {
    by[i] = NONE
  }
  i = 0;
  do
  ::
    /* Both depend on what only the sender changes. */
    atomic { finished(); lowest(segment) };
    if
    :: done -> break
    :: atomic { segment != NONE && current == 0 && !cut[0] && nfull(data0) -> note(segment, 0); data0!segment }
    :: atomic { segment != NONE && current == 1 && !cut[1] && nfull(data1) -> note(segment, 1); data1!segment }
    :: atomic { segment != NONE && current == 2 && !cut[2] && nfull(data2) -> note(segment, 2); data2!segment }
    :: atomic { nempty(acks0) -> acks0?number; take_ack(0, number) }
    :: atomic { nempty(acks1) -> acks1?number; take_ack(1, number) }
    :: atomic { nempty(acks2) -> acks2?number; take_ack(2, number) }
    :: atomic { current < PATHS - 1 -> current = current + 1 }
    :: atomic { cut[0] && !heard[0] -> lose(0) }
    :: atomic { cut[1] && !heard[1] -> lose(1) }
    fi
  od;
  assert(next == SEGMENTS)
}

active proctype receiver() {
  byte segment;
end:
  do
  :: atomic { nfull(acks0) && nempty(data0) -> data0?segment; take(segment); acks0!came[0]; came[0] = came[0] + 1 }
  :: atomic { nfull(acks1) && nempty(data1) -> data1?segment; take(segment); acks1!came[1]; came[1] = came[1] + 1 }
  :: atomic { nfull(acks2) && nempty(data2) -> data2?segment; take(segment); acks2!came[2]; came[2] = came[2] + 1 }
  od
}

/* Cuts a path: what is under way by it, in both directions, is gone. */
active proctype world() {
  byte gone;
end:
  do
  :: atomic {
      !cut[0] -> cut[0] = true;
      do
      :: data0?gone
      :: acks0?gone
      :: empty(data0) && empty(acks0) -> break
      od
    }
  :: atomic {
      !cut[1] -> cut[1] = true;
      do
      :: data1?gone
      :: acks1?gone
      :: empty(data1) && empty(acks1) -> break
      od
    }
  od
}
