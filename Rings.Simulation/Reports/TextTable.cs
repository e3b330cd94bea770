using System.Text;

namespace Rings.Simulation.Reports;

/// <summary>A table that reads well on a console and is Markdown too: columns padded, numbers to the right.</summary>
/// <param name="headers">One header a column; the first column is text, the others are numbers.</param>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [headers];

    /// <summary>How many rows there are below the headers.</summary>
    public int Count => _rows.Count - 1;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many as there are headers.</param>
    public void Add(params string[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, headers.Length);
        _rows.Add(cells);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var widths = Enumerable.Range(0, headers.Length).Select(i => _rows.Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < _rows.Count; i++)
        {
            text.Append('|');
            for (var column = 0; column < headers.Length; column++)
                text.Append(' ').Append(Pad(_rows[i][column], column, widths[column])).Append(" |");
            text.Append('\n');
            if (i == 0) AppendRule(text, widths);
        }

        return text.ToString();
    }

    private static string Pad(string cell, int column, int width) =>
        column == 0 ? cell.PadRight(width) : cell.PadLeft(width);

    private static void AppendRule(StringBuilder text, int[] widths)
    {
        text.Append('|');
        for (var column = 0; column < widths.Length; column++)
            text.Append(' ').Append('-', widths[column] - (column == 0 ? 0 : 1)).Append(column == 0 ? " |" : ": |");
        text.Append('\n');
    }
}
