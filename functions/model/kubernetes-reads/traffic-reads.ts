import {
  alsoIn,
  builtIn,
  clusterScoped,
  customKind,
  type KubernetesRead,
} from './kubernetes-read.ts';

const gatewayKinds = 'gateway.networking.k8s.io' as const;

/** Of the Gateway API, with the versions before v1; the fields that are kept did not change. */
const gatewayKind = <Resource extends string>(
  resource: Resource,
  kind: string,
  ...earlier: readonly string[]
) =>
  alsoIn(
    customKind([gatewayKinds, 'v1'], resource, kind),
    ...earlier.map((version) => `${gatewayKinds}/${version}`),
  );

export const routeReads = [
  gatewayKind('httproutes', 'HTTPRoute', 'v1beta1'),
  gatewayKind('grpcroutes', 'GRPCRoute', 'v1alpha2'),
  gatewayKind('tlsroutes', 'TLSRoute', 'v1alpha3', 'v1alpha2'),
  gatewayKind('tcproutes', 'TCPRoute', 'v1alpha2'),
  gatewayKind('udproutes', 'UDPRoute', 'v1alpha2'),
] as const satisfies readonly KubernetesRead[];

/** What leads traffic into the cluster and through it. */
export const trafficReads = [
  builtIn('', 'services', 'Service'),
  builtIn('discovery.k8s.io', 'endpointslices', 'EndpointSlice'),
  builtIn('networking.k8s.io', 'ingresses', 'Ingress'),
  clusterScoped(builtIn('networking.k8s.io', 'ingressclasses', 'IngressClass')),
  gatewayKind('gateways', 'Gateway', 'v1beta1'),
  ...routeReads,
  gatewayKind('referencegrants', 'ReferenceGrant', 'v1beta1'),
  clusterScoped(builtIn('', 'nodes', 'Node')),
] as const satisfies readonly KubernetesRead[];
