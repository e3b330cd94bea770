namespace Rings.Protocol.Wire;

/// <summary>What is to be done with a frame that came in (<see cref="InboundLink.Receive"/>).</summary>
internal enum InboundStep
{
    /// <summary>Hand it to the link <see cref="InboundFrame.Next"/>, with <see cref="InboundFrame.Route"/>.</summary>
    Forward,

    /// <summary>Act on it: it is verified, new, and within its origin's rate.</summary>
    Deliver,

    /// <summary>It was acted on before: give its receipt again, if it was given one.</summary>
    Repeat,

    /// <summary>Answer <see cref="Wire.Busy"/>; <see cref="InboundFrame.Origin"/> may not be verified.</summary>
    Busy,

    /// <summary>Answer <see cref="Unreachable"/> with <see cref="InboundFrame.Reason"/>; it is verified.</summary>
    End,

    /// <summary>Drop it; <see cref="InboundFrame.Cause"/> says why.</summary>
    Drop,

    /// <summary>The peer broke a rule, <see cref="InboundFrame.Fault"/>: close the link.</summary>
    Break,
}
