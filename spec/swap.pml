/*
 * Messages, locks and claims of a swap (docs/protocol/13-swaps.md, 13.3 and 13.4), as a second opinion that shares no code with
 * Rings.Sovereign: the offerer locks leg 1 (refund from T1), the taker leg 2 (refund from T2), the offerer claims leg 2 with the preimage,
 * the taker leg 1. Both legs are of a chain whose claims end at the refund time. Either side may stop for good at any step; a
 * transaction is in a block after 1 to D ticks, and valid only if its time is right then. Messages may be lost or say what is not so.
 *   - an offerer that keeps to the rules has leg 1 back or leg 2; a taker that does has leg 2 back or leg 1 (asserted at the end).
 *
 * spin -run swap.pml                 all must hold
 * spin -DSILENT_A -run swap.pml      all must hold: the offerer may stop at any step
 * spin -DSILENT_B -run swap.pml      all must hold: the taker may stop at any step
 * spin -DBROKEN_REVEAL -run swap.pml must fail: the offerer reveals without looking at T2
 * spin -DBROKEN_GAP -run swap.pml    must fail: T1 is no later than T2
 * spin -DBROKEN_TRUST -run swap.pml  must fail: the taker locks when the offerer says that leg 1 is locked
 */

#define D 2
#define T2 9
#ifdef BROKEN_GAP
#define T1 T2
#define SILENT_A
#else
#define T1 (T2 + (2 * D) + 1)
#endif
#ifdef BROKEN_TRUST
#define SILENT_A
#endif
#define END (T1 + D + 2)

/* Of each leg: 0 nowhere, 1 locked, 2 claimed, 3 refunded; what is on its way, and how long it may take. */
byte leg[2];
byte opening[2];
byte claiming[2];
byte refunding[2];
byte now;
bool shown;     /* the preimage is out */
bool said;      /* the offerer says that leg 1 is locked */
bool aStopped;
bool bStopped;
byte turn;      /* who acts in this tick: offerer, taker, blocks */

byte deadline[2];

inline mine(i) {
  /* One transaction of the mempool, or none; none only while nothing has waited for D. */
  if
  :: leg[i] == 0 && opening[i] > 0 -> leg[i] = 1; opening[i] = 0
  :: leg[i] == 0 && opening[i] > 1 -> opening[i]--
  :: leg[i] == 1 && claiming[i] > 0 && now < deadline[i] -> leg[i] = 2
  :: leg[i] == 1 && refunding[i] > 0 && now >= deadline[i] -> leg[i] = 3
  :: leg[i] == 1 && claiming[i] > 1 && now < deadline[i] -> claiming[i]--
  :: leg[i] == 1 && refunding[i] > 1 && now >= deadline[i] -> refunding[i]--
  :: leg[i] > 1 -> skip
  :: leg[i] == 0 && opening[i] == 0 -> skip
  :: leg[i] == 1 && (claiming[i] == 0 || now >= deadline[i]) && (refunding[i] == 0 || now < deadline[i]) -> skip
  fi
}

proctype Offerer() {
  do
  :: atomic { turn == 0 ->
       if
       :: !aStopped && now == 0 -> opening[0] = D
#ifdef BROKEN_TRUST
       /* It lies instead of locking. */
       :: !aStopped && now == 0 -> said = true
#endif
       :: !aStopped && now > 0 ->
          if
          :: leg[0] == 1 -> said = true
          :: else -> skip
          fi;
          if
#ifdef BROKEN_REVEAL
          :: leg[1] == 1 && claiming[1] == 0 -> claiming[1] = D; shown = true
#else
          :: leg[1] == 1 && claiming[1] == 0 && now + D < T2 -> claiming[1] = D; shown = true
#endif
#ifdef SILENT_A
          /* Who means harm waits for the last block. */
          :: leg[1] == 1 && claiming[1] == 0 -> claiming[1] = 1; shown = true
          :: leg[1] == 1 -> skip
#endif
          :: else -> skip
          fi;
          if
          :: leg[0] == 1 && now >= T1 && refunding[0] == 0 -> refunding[0] = D
          :: else -> skip
          fi
#ifdef SILENT_A
       :: aStopped = true
#endif
       :: aStopped -> skip
       fi;
       turn = 1 }
  :: now == END -> break
  od
}

proctype Taker() {
  do
  :: atomic { turn == 1 ->
       if
       :: !bStopped ->
          if
#ifdef BROKEN_TRUST
          :: leg[1] == 0 && opening[1] == 0 && said && now + (2 * D) < T2 -> opening[1] = D
#else
          :: leg[1] == 0 && opening[1] == 0 && leg[0] == 1 && now + (2 * D) < T2 -> opening[1] = D
#endif
#ifdef BROKEN_REVEAL
          /* Who means harm locks late, so that the claim comes too late. */
          :: leg[1] == 0 && opening[1] == 0 && leg[0] == 1 && now < T2 -> opening[1] = 1
          :: leg[1] == 0 -> skip
#endif
          :: shown && leg[0] == 1 && claiming[0] == 0 -> claiming[0] = D
          :: else -> skip
          fi;
          if
          :: leg[1] == 1 && now >= T2 && refunding[1] == 0 -> refunding[1] = D
          :: else -> skip
          fi
#ifdef SILENT_B
       :: bStopped = true
#endif
       :: bStopped -> skip
       fi;
       turn = 2 }
  :: now == END -> break
  od
}

proctype Chains() {
  do
  :: atomic { turn == 2 && now < END -> now++; mine(0); mine(1); turn = 0 }
  :: now == END -> break
  od;
  /* A side that did not stop has its own leg back, or the other's. */
#ifndef SILENT_A
  assert(leg[0] != 2 || leg[1] == 2);
  assert(leg[0] != 1);
#endif
#ifndef SILENT_B
  assert(leg[1] != 2 || leg[0] == 2);
  assert(leg[1] != 1)
#endif
}

init {
  atomic { deadline[0] = T1; deadline[1] = T2; run Offerer(); run Taker(); run Chains() }
}
