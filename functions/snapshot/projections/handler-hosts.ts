import type { Container } from '../../model/pod-spec.ts';
import type { RawContainer, RawHandler } from './raw-pod-spec.ts';

type HandlerHost = Container['handlerHosts'][number];

/** The hosts that the probes and lifecycle hooks of a container name. */
export function handlerHostsOf(raw: RawContainer): HandlerHost[] {
  return [
    ...hostsIn('livenessProbe', raw.livenessProbe),
    ...hostsIn('readinessProbe', raw.readinessProbe),
    ...hostsIn('startupProbe', raw.startupProbe),
    ...hostsIn('lifecycle.postStart', raw.lifecycle?.postStart),
    ...hostsIn('lifecycle.preStop', raw.lifecycle?.preStop),
  ];
}

function hostsIn(field: string, handler: RawHandler | undefined): HandlerHost[] {
  const { httpGet, tcpSocket } = handler ?? {};
  return [
    ...(httpGet?.host ? [{ field: `${field}.httpGet`, host: httpGet.host }] : []),
    ...(tcpSocket?.host ? [{ field: `${field}.tcpSocket`, host: tcpSocket.host }] : []),
  ];
}
