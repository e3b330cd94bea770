using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Public.ServiceCommands;

namespace Rings.Actors.Services;

/// <content>Parts of this program that are the end of services, or the proxy before their targets.</content>
internal sealed partial class ServiceRegistry
{
    private void ReceiveAboutTakers(object command)
    {
        switch (command)
        {
            case Serve serve:
                if (Add(serve.Offer) is { } service) _parts.Takers.Add(service.Name, serve.Listener);
                break;

            case ServeHttp when _parts.Takers.Http is not null:
                Refuse(ServiceRefusal.Taken, "this node has a proxy for HTTP services already");
                break;

            case ServeHttp serve:
                _parts.Takers.Http = serve.Listener;
                Sender.Tell(new ServicesTold([]));
                break;

            case DialTarget dial:
                Dial(dial.Target);
                break;

            case Unserve unserve:
                if (_parts.Takers.Http == unserve.Listener) _parts.Takers.Http = null;
                if (_parts.Takers.ServiceOf(unserve.Listener) is { } name) Remove(name.ToString());
                else Sender.Tell(new ServicesTold([]));
                break;
        }
    }

    private void Dial(ServiceTarget target) => _dialer.ConnectAsync(target, _stopping.Token).PipeTo(
        Sender,
        success: socket => new TargetDialled(socket, null),
        failure: error => new TargetDialled(
            null, error as TargetException ?? new TargetException(StreamCode.PeerLost, error.Message)));
}
