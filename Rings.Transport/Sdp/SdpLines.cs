namespace Rings.Transport.Sdp;

/// <summary>
/// Cuts a description into lines as RFC 8866, section 9, has them: CRLF or LF ends a line, and every other byte but NUL
/// and CR belongs to its text. What else a library takes for the end of a line (a form feed, U+0085, U+2028) would make one
/// line for a checker and two for whoever obeys.
/// </summary>
internal ref struct SdpLines(ReadOnlySpan<char> text)
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("\0\r");

    private ReadOnlySpan<char> _rest = text;

    /// <summary>The line, without its end and without blanks before that: descriptions are pasted.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes to the next line that has any text; false at the end.</summary>
    /// <exception cref="SdpException">It holds a NUL, or a CR that ends no line.</exception>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf('\n');
            var line = (end < 0 ? _rest : _rest[..end]).TrimEnd(" \t\r");
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (line.ContainsAny(Forbidden))
                throw new SdpException("expected lines that end with CRLF or LF, and no NUL");
            if (line.IsEmpty)
                continue;

            Current = line;
            return true;
        }

        return false;
    }
}
