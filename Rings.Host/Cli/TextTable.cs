namespace Rings.Host.Cli;

/// <summary>Columns of text. Where they are too wide for a terminal, the least important are left out; a cell is never cut.</summary>
/// <param name="columns">The columns, from left to right.</param>
internal sealed class TextTable(params TextTable.Column[] columns)
{
    private const int Gap = 2;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Visible.Line)]);

    /// <summary>The lines of the table, its heading first.</summary>
    /// <param name="width">Columns of the terminal.</param>
    public IEnumerable<string> Lines(int width)
    {
        var widths = columns.Select((column, at) => _rows.Select(row => row[at].Length).Append(column.Name.Length).Max()).ToArray();
        var shown = Shown(widths, width);
        yield return Line(shown, widths, at => columns[at].Name);
        foreach (var row in _rows) yield return Line(shown, widths, at => row[at]);
    }

    private int[] Shown(int[] widths, int width)
    {
        var shown = new List<int>();
        foreach (var at in Enumerable.Range(0, columns.Length).OrderBy(at => columns[at].Rank))
        {
            var needed = shown.Append(at).Sum(one => (long)widths[one] + Gap) - Gap;
            if (shown.Count == 0 || needed <= width) shown.Add(at);
        }

        return [.. shown.Order()];
    }

    private string Line(int[] shown, int[] widths, Func<int, string> cell) => string.Join(
        new string(' ', Gap),
        shown.Select(at => columns[at].IsNumber ? cell(at).PadLeft(widths[at]) : cell(at).PadRight(widths[at]))).TrimEnd();

    /// <summary>A column.</summary>
    /// <param name="Name">Its heading.</param>
    /// <param name="Rank">The higher, the sooner it is left out.</param>
    /// <param name="IsNumber">Whether its cells stand at the right.</param>
    internal sealed record Column(string Name, int Rank, bool IsNumber = false);
}
