/*
 * The handshake of end-to-end sessions (docs/protocol/6-sessions.md) with an intruder after Dolev and Yao: it is the
 * network, it has an account of its own that honest nodes talk to, and it can do all but break the cryptography.
 *
 * A run is one attempt of A (initiator) or B (responder). A key is the pair of ephemerals it was agreed from, and only who
 * made one of the two has it. A transcript is the tuple of what it covers. All steps that the intruder can cause are
 * here as guarded choices, so that every interleaving is tried.
 *
 * An attempt offers the hybrid suite and the classical one. In the hybrid one the key is agreed twice: X25519 of the
 * ephemerals, and ML-KEM of the initiator's key and the responder's ciphertext; both secrets are in it. BREAKS_X is an
 * intruder that finds every secret of X25519, BREAKS_K one that finds every secret of ML-KEM, whoever made the keys.
 * Signatures hold against both.
 *
 * spin -run e2e.pml                         all assertions must hold
 * spin -DBREAKS_X -run e2e.pml              must hold: what X25519 gave away does not open the key
 * spin -DBREAKS_K -run e2e.pml              must hold: what ML-KEM gave away does not open the key
 * spin -DWEAK -run e2e.pml                  must fail: what is signed, and the transcript, leave out the Did of the peer
 * spin -DBREAKS_X -DBREAKS_K -run e2e.pml   must fail: nothing is left
 * spin -DBREAKS_X -DONLY_X -run e2e.pml     must fail: the key is made of X25519 alone
 * spin -DBREAKS_K -DONLY_K -run e2e.pml     must fail: the key is made of ML-KEM alone
 * spin -DBREAKS_X -DUNBOUND -run e2e.pml    must fail: the offer of suites is neither signed nor in the transcript
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
byte a_cipher[RUNS]; /* who made the ML-KEM ciphertext in it, named by its ephemeral */
bool a_hybrid[RUNS]; /* the suite in it */

byte b_state[RUNS];
byte b_from[RUNS];
byte b_hello_key[RUNS];
byte b_hello_kem[RUNS]; /* whose ML-KEM key was in the hello, named by its ephemeral */
bool b_hybrid[RUNS];

/* What B's run has of the hello: the hash in the answer covers it. */
#define OWN_HELLO(b, a) (b_from[b] == A && b_hello_key[b] == EA(a) && b_hello_kem[b] == EA(a))

#ifdef WEAK
#define FOR_B(a) true
#define SAME_TRANSCRIPT(a, b) (OWN_HELLO(b, a) && a_peer_key[a] == EB(b))
#else
#define FOR_B(a) (a_to[a] == B)
#define SAME_TRANSCRIPT(a, b) (OWN_HELLO(b, a) && a_peer_key[a] == EB(b) && a_to[a] == B)
#endif

/* Which halves of a key the intruder knows: those that it made itself or can break. */
#ifdef BREAKS_X
#define X_OPEN(maker) true
#else
#define X_OPEN(maker) ((maker) == EI)
#endif
#ifdef BREAKS_K
#define K_OPEN(maker) true
#else
#define K_OPEN(maker) ((maker) == EI)
#endif
#if defined(ONLY_X)
#define OPEN_KEY(hybrid, x, k) (X_OPEN(x))
#elif defined(ONLY_K)
#define OPEN_KEY(hybrid, x, k) (K_OPEN(k))
#else
#define OPEN_KEY(hybrid, x, k) (X_OPEN(x) && (!(hybrid) || K_OPEN(k)))
#endif
#define A_OPEN(a) OPEN_KEY(a_hybrid[a], a_peer_key[a], a_cipher[a])
#define B_OPEN(b) OPEN_KEY(b_hybrid[b], b_hello_key[b], b_hello_kem[b])

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
    b_hello_kem[b] = EA(a);
#ifdef UNBOUND
    if
    :: b_hybrid[b] = true
    :: b_hybrid[b] = false
    fi;
#else
    b_hybrid[b] = true;
#endif
    b_state[b] = ASKED
}

/* The intruder asks under its own name, with keys of its own or such that it has copied, in either suite. */
inline hello_of_intruder(b) {
    b_from[b] = I;
    b_hybrid[b] = true;
    if
    :: b_hello_key[b] = EI; b_hello_kem[b] = EI
    :: b_hello_key[b] = EI; b_hello_kem[b] = EA(0)
    :: b_hello_key[b] = EA(0); b_hello_kem[b] = EI
    :: b_hello_key[b] = EA(1); b_hello_kem[b] = EA(1)
    :: b_hello_key[b] = EI; b_hello_kem[b] = EI; b_hybrid[b] = false
    :: b_hello_key[b] = EA(0); b_hello_kem[b] = EI; b_hybrid[b] = false
    fi;
    b_state[b] = ASKED
}

inline finish(a, key, cipher, hybrid) {
    a_peer_key[a] = key;
    a_cipher[a] = cipher;
    a_hybrid[a] = hybrid;
    a_state[a] = DONE;
    /* Agreement on peer, key and transcript, and secrecy, as the initiator sees it; no downgrade. */
    assert(a_to[a] != B || (!A_OPEN(a) && hybrid && (ANSWERED_TO(a, 0) || ANSWERED_TO(a, 1) || ANSWERED_TO(a, 2))))
}

inline confirm(b) {
    b_state[b] = DONE;
    /* The same as the responder sees it. */
    assert(b_from[b] != A || (!B_OPEN(b) && (AGREES(0, b) || AGREES(1, b) || AGREES(2, b))));
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
        :: a_state[a] == ASKED && a_to[a] == B && b_state[b] != IDLE && OWN_HELLO(b, a) ->
            finish(a, EB(b), EB(b), b_hybrid[b])

        /* The intruder's answer, with its own keys: it can confirm that. What A shares with I is nobody's secret. */
        :: a_state[a] == ASKED && a_to[a] == I -> finish(a, EI, EI, true)

        /* The intruder's answer, with B's key: it must find a confirmation over the same transcript. */
#ifdef WEAK
        :: a_state[a] == ASKED && a_to[a] == I && b_state[b] != IDLE && OWN_HELLO(b, a) ->
            finish(a, EB(b), EB(b), b_hybrid[b])
#endif

        /* A's confirmation, carried to whichever run of B has that key and transcript. */
        :: a_state[a] == DONE && b_state[b] == ASKED && SAME_TRANSCRIPT(a, b) -> confirm(b)

        /* A confirmation of the intruder's: it must have the whole key. */
        :: b_state[b] == ASKED && B_OPEN(b) -> confirm(b)

        /* A restart: sessions are gone; that a hello was answered is on disk. */
        :: b_state[b] == ASKED || b_state[b] == DONE ->
            b_state[b] = CRASHED;
            if
            :: b_from[b] == I -> b_hello_key[b] = EI; b_hello_kem[b] = EI; b_hybrid[b] = true
            :: else -> skip
            fi

        :: else -> skip
        fi
       }
    od
}
