namespace Rings.TestKit.Tests.Orders;

/// <summary>The node that is responsible for it has the order.</summary>
/// <param name="Number">The order's.</param>
public sealed record OrderPlaced(string Number);
