using System.Collections.Immutable;

namespace Rings.Protocol.Storage;

/// <summary>A read that its owner sees to: waits for enough holders in step, and answers once.</summary>
internal sealed class ReadUnderWay
{
    private readonly Consistency _consistency;
    private readonly int _quorum;
    private readonly Action<bool, ImmutableArray<Did>, ImmutableArray<Did>, Instant> _answer;
    private readonly List<Did> _agreed = [];
    private readonly List<Did> _behind = [];
    private readonly int _others;
    private int _open;
    private int _inStep;

    /// <param name="self">The owner.</param>
    /// <param name="isInStep">Whether its own copy counts.</param>
    /// <param name="others">How many other holders are asked.</param>
    /// <param name="consistency">How sure the answer has to be.</param>
    /// <param name="quorum">n − w + 1: so many holders in step miss no acknowledged write.</param>
    /// <param name="answer">Gets: is it final, who agreed, who was behind, the time.</param>
    public ReadUnderWay(
        Did self, bool isInStep, int others, Consistency consistency, int quorum,
        Action<bool, ImmutableArray<Did>, ImmutableArray<Did>, Instant> answer)
    {
        (_others, _open, _consistency, _quorum, _answer) = (others, others, consistency, quorum, answer);
        if (!isInStep) return;
        _agreed.Add(self);
        _inStep = 1;
    }

    public bool IsAnswered { get; private set; }

    /// <summary>Answers at once where nobody has to be asked.</summary>
    public void Begin(Instant now) => AnswerIfDone(now);

    /// <summary>A holder agrees by now, or does not answer.</summary>
    public void Close(Did holder, bool succeeded, bool holderInStep, bool wasBehind, Instant now)
    {
        _open--;
        if (succeeded && holderInStep)
        {
            _agreed.Add(holder);
            _inStep++;
        }

        if (succeeded && wasBehind) _behind.Add(holder);
        AnswerIfDone(now);
    }

    private void AnswerIfDone(Instant now)
    {
        var isEnough = _consistency switch
        {
            Consistency.One => _inStep >= 1,
            Consistency.Quorum => _inStep >= _quorum,
            _ => _inStep > _others,
        };
        if (IsAnswered || (!isEnough && _open > 0)) return;
        IsAnswered = true;
        var isFinal = _inStep >= Math.Min(_quorum, _others + 1);
        _answer(isFinal, [.. _agreed], [.. _behind], now);
    }
}
