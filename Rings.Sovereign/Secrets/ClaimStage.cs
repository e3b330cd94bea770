namespace Rings.Sovereign.Secrets;

/// <summary>How far a claim at a guardian has come.</summary>
public enum ClaimStage
{
    /// <summary>The guardian has drawn its nonce.</summary>
    Challenged = 1,

    /// <summary>The claimant has shown its number: there are words.</summary>
    Opened = 2,

    /// <summary>The person has typed them; the delay runs.</summary>
    Approved = 3,

    /// <summary>The share has gone.</summary>
    Released = 4,

    /// <summary>Refused, wrongly opened, or words mistyped three times.</summary>
    Ended = 5,
}
