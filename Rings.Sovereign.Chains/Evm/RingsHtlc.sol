// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Money locked by a hash: with the preimage it is the taker's until the deadline, from the deadline on it is the opener's again.
/// Nobody owns this contract, nothing in it can be changed, and it never looks at its own balance.
contract RingsHtlc {
    /// A lock is opened once, for ever: it goes from None to Open to Ended.
    enum State { None, Open, Ended }

    struct Lock {
        uint128 amount;
        State state;
    }

    /// The amount in wei and the state of each lock, by its id.
    mapping(bytes32 id => Lock) public locks;

    event Opened(
        bytes32 indexed id, bytes32 indexed hash, address indexed taker, address refundTo, uint64 deadline, uint256 amount);
    event Claimed(bytes32 indexed id, bytes32 preimage);
    event Refunded(bytes32 indexed id);

    error BadAmount();
    error AlreadyOpened();
    error NotOpen();
    error DeadlinePassed();
    error DeadlineNotReached();
    error PaymentRefused();

    /// The id of a lock is the hash of its terms: who knows the terms knows the id, and other terms have another id.
    function idOf(bytes32 hash, address taker, address refundTo, uint64 deadline) public pure returns (bytes32) {
        return keccak256(abi.encode(hash, taker, refundTo, deadline));
    }

    /// Locks the money that is sent along. The caller is who gets it back, so nobody opens a lock in another's name.
    function open(bytes32 hash, address taker, uint64 deadline) external payable {
        if (msg.value == 0 || msg.value > type(uint128).max) revert BadAmount();
        if (block.timestamp >= deadline) revert DeadlinePassed();

        bytes32 id = idOf(hash, taker, msg.sender, deadline);
        if (locks[id].state != State.None) revert AlreadyOpened();

        locks[id] = Lock(uint128(msg.value), State.Open);
        emit Opened(id, hash, taker, msg.sender, deadline, msg.value);
    }

    /// Pays the taker before the deadline. Anybody may call it: the money goes where the terms say.
    function claim(bytes32 preimage, address taker, address refundTo, uint64 deadline) external {
        if (block.timestamp >= deadline) revert DeadlinePassed();

        bytes32 id = idOf(sha256(abi.encode(preimage)), taker, refundTo, deadline);
        uint256 amount = end(id);
        emit Claimed(id, preimage);
        pay(taker, amount);
    }

    /// Pays the opener back from the deadline on. Anybody may call it: the money goes where the terms say.
    function refund(bytes32 hash, address taker, address refundTo, uint64 deadline) external {
        if (block.timestamp < deadline) revert DeadlineNotReached();

        bytes32 id = idOf(hash, taker, refundTo, deadline);
        uint256 amount = end(id);
        emit Refunded(id);
        pay(refundTo, amount);
    }

    /// Ends an open lock before anything is paid, so that a receiver that calls back finds it ended.
    function end(bytes32 id) private returns (uint256) {
        Lock storage lock = locks[id];
        if (lock.state != State.Open) revert NotOpen();
        lock.state = State.Ended;
        return lock.amount;
    }

    function pay(address to, uint256 amount) private {
        (bool paid,) = to.call{value: amount}("");
        if (!paid) revert PaymentRefused();
    }
}
