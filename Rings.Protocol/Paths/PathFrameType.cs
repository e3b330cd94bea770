namespace Rings.Protocol.Paths;

/// <summary>What a path frame says (docs/protocol, 7.1): bits 0 to 6 of its fifth byte.</summary>
public enum PathFrameType : byte
{
    /// <summary>Opens a path: window <c>fixed32</c>, envelope.</summary>
    Open = 0,

    /// <summary>The final node takes it: window <c>fixed32</c>, up to 1,024 opaque bytes.</summary>
    Accept = 1,

    /// <summary>A packet: number <c>fixed64</c>, ciphertext of 16 to 16,400 bytes.</summary>
    Data = 2,

    /// <summary>The receiver grants more: cost <c>fixed32</c>.</summary>
    Credit = 3,

    /// <summary>It is over: a reason of one byte.</summary>
    Close = 4,

    /// <summary>The sender gives back what it was granted: cost <c>fixed32</c>.</summary>
    GiveBack = 5,
}
