using Akka.Actor;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Paths;

/// <summary>
/// What an actor says to the other sides of its paths, gathered until it has read what was told to it: so an actor that
/// hears of many packets wakes once, and not for each of them.
/// </summary>
/// <param name="self">The actor: is told <see cref="WordsDue"/> when something waits here, and calls <see cref="Flush"/>.</param>
internal sealed class PathOutbox(IActorRef self)
{
    /// <summary>Words for one actor that do not wait for more.</summary>
    public const int Most = 16;

    private readonly Dictionary<IActorRef, List<IToLink>> _words = [];
    private (IActorRef To, List<IToLink> Words)? _last;
    private bool _isDue;

    /// <summary>Says a word to an actor, soon, and in the order of the words.</summary>
    public void Add(IActorRef to, IToLink word)
    {
        var words = Of(to);
        if (word is FreePath free && words.Count > 0 && words[^1] is FreePath last && last.Id == free.Id)
            words[^1] = new FreePath(free.Id, last.Cost + free.Cost);
        else words.Add(word);
        if (words.Count == Most) Say(to, words);
        else if (!_isDue)
        {
            _isDue = true;
            self.Tell(WordsDue.Instance, ActorRefs.NoSender);
        }
    }

    /// <summary>Says all that waits.</summary>
    public void Flush()
    {
        _isDue = false;
        foreach (var (to, words) in _words) Say(to, words);
        // Those who are gone are not remembered; the others come again.
        if (_words.Count <= Most) return;
        _words.Clear();
        _last = null;
    }

    /// <summary>What waits for an actor; as a rule it is the same as for the word before.</summary>
    private List<IToLink> Of(IActorRef to)
    {
        if (_last is { } last && ReferenceEquals(last.To, to)) return last.Words;
        if (!_words.TryGetValue(to, out var words)) _words.Add(to, words = new(Most));
        _last = (to, words);
        return words;
    }

    private void Say(IActorRef to, List<IToLink> words)
    {
        if (words.Count == 0) return;
        to.Tell(words.Count == 1 ? words[0] : new PathWords([.. words]), self);
        words.Clear();
    }
}
