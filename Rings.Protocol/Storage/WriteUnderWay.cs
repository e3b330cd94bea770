using System.Collections.Immutable;

namespace Rings.Protocol.Storage;

/// <summary>A write that its owner sees to: counts durable copies and answers once.</summary>
/// <param name="holders">How many may have a copy.</param>
/// <param name="needed">How many the asker wants to wait for.</param>
/// <param name="acknowledged">How many make it acknowledged: w.</param>
/// <param name="reply">Where the answer goes.</param>
internal sealed class WriteUnderWay(
    int holders, int needed, int acknowledged, Action<StorageMessage.Answer> reply)
{
    private readonly List<Did> _copies = [];
    private int _open = holders;
    private bool _isAnswered;

    /// <summary>A holder has a durable copy.</summary>
    public void Add(Did holder)
    {
        _copies.Add(holder);
        Close();
    }

    /// <summary>A holder does not answer, or refuses.</summary>
    public void Miss() => Close();

    /// <summary>The owner has no room itself: what it cannot keep it does not coordinate.</summary>
    public void Refuse(StorageRefusal reason)
    {
        if (_isAnswered) return;
        _isAnswered = true;
        reply(new StorageMessage.Refused(reason));
    }

    private void Close()
    {
        _open--;
        if (_isAnswered || (_copies.Count < needed && _open > 0)) return;
        _isAnswered = true;
        ImmutableArray<Did> copies = [.. _copies];
        reply(new StorageMessage.Written(copies.Length >= acknowledged, copies));
    }
}
