namespace Rings.Protocol.Paths;

/// <summary>An opening on its way to the next link: its envelope, as the host has it.</summary>
internal interface IPathOpening
{
    /// <summary>Bytes that its frame takes at most.</summary>
    int FrameBytes { get; }

    /// <summary>It will not be sent.</summary>
    void Release();
}
