using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>The numbers χ by which gates and outputs are weighed in the check: AES-CTR under the second challenge.</summary>
internal ref struct WeightReader<TPath>
    where TPath : struct, IVolePath
{
    private const int Window = 64;

    private readonly Span<Vector128<ulong>> _rounds = new Vector128<ulong>[VoleShape.RoundKeys];
    private readonly Span<Vector128<ulong>> _window = new Vector128<ulong>[Window];
    private int _read;
    private int _at = Window;

    /// <summary>Begins.</summary>
    /// <param name="seed">The second challenge.</param>
    public WeightReader(Vector128<ulong> seed) => TPath.Schedule([seed], _rounds);

    /// <summary>The next number.</summary>
    public Vector128<ulong> Next()
    {
        if (_at == Window)
        {
            LeafRows.Counter<TPath>(_rounds, default, _read, _window);
            _read += Window;
            _at = 0;
        }

        return _window[_at++];
    }
}
