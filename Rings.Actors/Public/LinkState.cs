namespace Rings.Actors.Public;

/// <summary>How far a link is.</summary>
public enum LinkState
{
    /// <summary>Offer and answer are on their way.</summary>
    Offered,

    /// <summary>The connection is coming up.</summary>
    Connecting,

    /// <summary>Both Hellos are in.</summary>
    Ready,

    /// <summary>Ready, but the peer does not answer: not used until it does.</summary>
    Suspect,

    /// <summary>Being closed.</summary>
    Closing,
}
