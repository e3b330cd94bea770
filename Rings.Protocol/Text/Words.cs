using Rings.Protocol.Ring;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Text;

/// <summary>What a person reads where something did not come about: one place for all of it.</summary>
internal static class Words
{
    /// <summary>Why a message is not known to have arrived; goes on after "not delivered: ".</summary>
    public static string Of(Undelivered reason) => reason switch
    {
        Undelivered.Invalid => "the message cannot be sent as it is",
        Undelivered.Unreachable => "the destination could not be reached: no link leads there",
        Undelivered.Unsupported => "the destination has no receiver for this protocol",
        Undelivered.Refused => "the destination does not support end-to-end sessions",
        Undelivered.NoSession => "the destination does not know the session any more",
        Undelivered.Busy => "the destination, or this node, has no room now: try again later",
        Undelivered.TimedOut => "no receipt came in time; the message may have arrived",
        _ => "the node is stopping",
    };

    /// <summary>Why the owner of a key did not take a record; a sentence.</summary>
    public static string Of(StorageRefusal reason) => reason switch
    {
        StorageRefusal.Invalid => "The record breaks a rule of the ring.",
        StorageRefusal.Superseded => "A later word for the same thing is known.",
        StorageRefusal.OverLimit => "The key is full of what ranks before this.",
        StorageRefusal.Full => "The owner has no room for others' records.",
        StorageRefusal.AuthorQuota => "This node has used up its share at the owner.",
        StorageRefusal.NotHere => "No owner of the key takes writes just now.",
        _ => "Too much at once: try again later.",
    };

    /// <summary>Why a look-up found no owner; goes on after "no owner of the key was found: ".</summary>
    public static string Of(LookupFailure reason) => reason switch
    {
        LookupFailure.NotJoined => "this node has not joined the ring yet",
        LookupFailure.Unreachable => "no link leads towards the key",
        LookupFailure.TimedOut => "no answer came in time",
        LookupFailure.TooMany => "too many look-ups are under way",
        _ => "this node is leaving the ring",
    };
}
