namespace Rings.TestKit.Tests.Orders;

/// <summary>Asks the actor of a node to have an order placed.</summary>
/// <param name="Number">The order's.</param>
public sealed record PlaceOrder(string Number);
