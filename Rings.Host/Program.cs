using Rings.Host;

return await RingsCommand.InvokeAsync(args);
