/*
 * The handshake of end-to-end sessions (docs/protocol/6-sessions.md) with an intruder after Dolev and Yao: it is the
 * network, it has an account of its own that honest nodes talk to, and it can do all but break the cryptography.
 *
 * A run is one attempt of A (initiator) or B (responder). A key is the pair of ephemerals it was agreed from, and only who
 * made one of the two has it. A transcript is the tuple of what it covers. All steps that the intruder can cause are
 * here as guarded choices, so that every interleaving is tried.
 *
 * spin -run e2e.pml          all assertions must hold
 * spin -DWEAK -run e2e.pml   must fail: what is signed, and the transcript, leave out the Did of the peer
 */
#define RUNS 3

#define A 0
#define B 1
#define I 2

/* Ephemerals: of A's runs 0.., of B's runs RUNS.., and the intruder's. */
#define EA(run) (run)
#define EB(run) (RUNS + (run))
#define EI (2 * RUNS)

#define IDLE 0
#define ASKED 1
#define DONE 2
#define CRASHED 3

byte a_state[RUNS];
byte a_to[RUNS];
byte a_peer_key[RUNS]; /* the ephemeral in the answer that was taken */

byte b_state[RUNS];
byte b_from[RUNS];
byte b_hello_key[RUNS];

/* What B's run has of the hello: the hash in the answer covers it. */
#define OWN_HELLO(b, a) (b_from[b] == A && b_hello_key[b] == EA(a))

#ifdef WEAK
#define FOR_B(a) true
#define SAME_TRANSCRIPT(a, b) (OWN_HELLO(b, a) && a_peer_key[a] == EB(b))
#else
#define FOR_B(a) (a_to[a] == B)
#define SAME_TRANSCRIPT(a, b) (OWN_HELLO(b, a) && a_peer_key[a] == EB(b) && a_to[a] == B)
#endif

#define ANSWERED_TO(a, b) (b_state[b] != IDLE && OWN_HELLO(b, a) && a_peer_key[a] == EB(b))
#define AGREES(a, b) (a_state[a] == DONE && a_to[a] == B && EA(a) == b_hello_key[b] && a_peer_key[a] == EB(b))
#define REPEATS(b, c) (b != c && b_state[c] == DONE && b_from[c] == b_from[b] && b_hello_key[c] == b_hello_key[b])

inline begin(a) {
    a_state[a] = ASKED;
    if
    :: a_to[a] = B
    :: a_to[a] = I
    fi
}

/* B takes a hello that A signed. B answers a hello once. */
inline hello_of_a(a, b) {
    b_from[b] = A;
    b_hello_key[b] = EA(a);
    b_state[b] = ASKED
}

/* The intruder asks under its own name, with a key of its own or one that it has copied. */
inline hello_of_intruder(b) {
    b_from[b] = I;
    if
    :: b_hello_key[b] = EI
    :: b_hello_key[b] = EA(0)
    :: b_hello_key[b] = EA(1)
    fi;
    b_state[b] = ASKED
}

inline finish(a, key) {
    a_peer_key[a] = key;
    a_state[a] = DONE;
    /* Agreement on peer, key and transcript, and secrecy, as the initiator sees it. */
    assert(a_to[a] != B || (key != EI && (ANSWERED_TO(a, 0) || ANSWERED_TO(a, 1) || ANSWERED_TO(a, 2))))
}

inline confirm(b) {
    b_state[b] = DONE;
    /* The same as the responder sees it. */
    assert(b_from[b] != A || AGREES(0, b) || AGREES(1, b) || AGREES(2, b));
    /* No session twice. */
    assert(b_from[b] != A || !(REPEATS(b, 0) || REPEATS(b, 1) || REPEATS(b, 2)))
}

#define ANSWERED_BEFORE(a) ((b_state[0] != IDLE && OWN_HELLO(0, a)) || (b_state[1] != IDLE && OWN_HELLO(1, a)) \
    || (b_state[2] != IDLE && OWN_HELLO(2, a)))

active proctype Network() {
    byte a;
    byte b;
    do
    :: atomic {
        select(a : 0 .. RUNS - 1);
        select(b : 0 .. RUNS - 1);
        if
        :: a_state[a] == IDLE -> begin(a)

        /* Hellos: A's own, wherever A meant it to go, and the intruder's. */
        :: a_state[a] != IDLE && b_state[b] == IDLE && FOR_B(a) && !ANSWERED_BEFORE(a) -> hello_of_a(a, b)
        :: b_state[b] == IDLE -> hello_of_intruder(b)

        /* B's answer, as it is: A checks its hash, its sender and its confirmation. */
        :: a_state[a] == ASKED && a_to[a] == B && b_state[b] != IDLE && OWN_HELLO(b, a) -> finish(a, EB(b))

        /* The intruder's answer, with its own key: it can confirm that. */
        :: a_state[a] == ASKED && a_to[a] == I -> finish(a, EI)

        /* The intruder's answer, with B's key: it must find a confirmation over the same transcript. */
#ifdef WEAK
        :: a_state[a] == ASKED && a_to[a] == I && b_state[b] != IDLE && OWN_HELLO(b, a) -> finish(a, EB(b))
#endif

        /* A's confirmation, carried to whichever run of B has that key and transcript. */
        :: a_state[a] == DONE && b_state[b] == ASKED && SAME_TRANSCRIPT(a, b) -> confirm(b)

        /* A confirmation of the intruder's: it has the key only if one half is its own. */
        :: b_state[b] == ASKED && b_hello_key[b] == EI -> confirm(b)

        /* A restart: sessions are gone; that a hello was answered is on disk. */
        :: b_state[b] == ASKED || b_state[b] == DONE -> b_state[b] = CRASHED

        :: else -> skip
        fi
       }
    od
}
