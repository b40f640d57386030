import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Ingress } from '../../../model/network-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Evidence, PartsFound } from '../../../model/verdict.ts';
import { type IngressController, ingressController } from '../ways/ingress-controllers.ts';
import { albListens } from '../ways/ingress-entrances.ts';
import { frontOf } from './proxy-front.ts';

const none: PartsFound = { evidence: [], missing: [] };

/** What an Ingress serves as plain HTTP, by the defaults of the controller that acts on it. */
export function ingressPlainHttp(snapshot: Snapshot, ingress: Ingress): PartsFound {
  const controller = ingressController(snapshot, ingress);
  const [gap] = gapsIn(snapshot, ['ingressclasses']);
  if (gap !== undefined) return { evidence: [], missing: [gapText(gap)] };
  switch (controller.kind) {
    case 'alb':
      return atAlb(snapshot, ingress, controller);
    case 'pods':
      return atProxy(snapshot, ingress, controller.name);
    case 'unknown':
      return { evidence: [], missing: [`whether HTTP is answered: ${controller.why}`] };
  }
}

const albPrefix = 'alb.ingress.kubernetes.io/';

/**
 * alb.ingress.kubernetes.io/ssl-redirect: "every HTTP listener will be configured with default
 * action which redirects to HTTPS, other rules will be ignored", and "Once defined on a single
 * Ingress, it impacts every Ingress within IngressGroup". Actions and parameters of the
 * IngressClass can redirect as well, and are not read.
 */
function atAlb(
  { ingresses }: Snapshot,
  ingress: Ingress,
  { hasParameters }: Extract<IngressController, { readonly kind: 'alb' }>,
): PartsFound {
  const listens = albListens(ingress);
  const plain = listens.filter((listener) => !listener.startsWith('HTTPS '));
  const group = ingress.annotations[`${albPrefix}group.name`];
  const isInGroup = ({ annotations }: Ingress): boolean =>
    group !== undefined && annotations[`${albPrefix}group.name`] === group;
  const redirects = [ingress, ...ingresses.filter(isInGroup)].some(({ annotations }) =>
    Object.hasOwn(annotations, `${albPrefix}ssl-redirect`),
  );
  if (plain.length === 0 || redirects) return none;
  if (plain.some((listener) => !listener.startsWith('HTTP '))) {
    return { evidence: [], missing: [`${albPrefix}listen-ports that are not understood`] };
  }
  if (hasParameters) {
    return { evidence: [], missing: ['parameters of its IngressClass, which may redirect'] };
  }
  if (hasAction(ingress)) {
    return { evidence: [], missing: ['an action in an annotation, which may redirect'] };
  }
  const path = `metadata.annotations[${albPrefix}listen-ports]`;
  return { ...none, evidence: plain.map((value) => ({ path, value })) };
}

function hasAction({ rules, defaultBackend }: Ingress): boolean {
  const backends = [defaultBackend, ...rules.flatMap(({ paths }) => paths.map(backendOf))];
  return backends.some((backend) => backend?.port === 'use-annotation');
}

function backendOf({ backend }: Ingress['rules'][number]['paths'][number]) {
  return backend;
}

function atProxy(snapshot: Snapshot, ingress: Ingress, name: string): PartsFound {
  const open = hostsWithoutTls(ingress);
  switch (name) {
    case 'ingress-nginx':
      return atIngressNginx(snapshot, ingress, open);
    case 'kong':
      return {
        evidence: [],
        missing: ['whether kong redirects, by annotations that are not read'],
      };
    default:
      // With TLS these serve nothing but redirects as HTTP; without, their own settings decide.
      return open.length === 0 ? none : { evidence: [], missing: [`whether ${name} redirects`] };
  }
}

const nginxPrefix = 'nginx.ingress.kubernetes.io/';

/**
 * ingress-nginx, TLS: "By default the controller redirects HTTP clients to the HTTPS port 443 using
 * a 308 Permanent Redirect response if TLS is enabled for that Ingress"; ssl-redirect "false" turns
 * that off, and force-ssl-redirect "true" turns it on "even when there is no TLS certificate
 * available".
 */
function atIngressNginx(
  snapshot: Snapshot,
  { annotations, ...ingress }: Ingress,
  open: readonly string[],
): PartsFound {
  const isOn = (name: string, value: string): boolean =>
    annotations[`${nginxPrefix}${name}`] === value;
  if (isOn('force-ssl-redirect', 'true')) return none;
  if (isOn('ssl-passthrough', 'true')) {
    return { evidence: [], missing: ['whether ssl-passthrough leaves HTTP open'] };
  }
  const redirectsOff: Evidence = {
    path: `metadata.annotations[${nginxPrefix}ssl-redirect]`,
    value: 'false',
  };
  const hasTls = ingress.tls.length > 0;
  const off = hasTls && isOn('ssl-redirect', 'false') ? [redirectsOff] : [];
  const without = open.map((host) => ({ path: 'spec.tls', value: `no TLS for ${host}` }));
  const evidence = [...off, ...without];
  if (evidence.length === 0) return none;
  const { passesPlain, mayEndTls } = frontOf(snapshot, 'ingress-nginx');
  return { evidence: passesPlain ? evidence : [], missing: mayEndTls };
}

/** Hosts of rules that no TLS section takes in; a section without hosts takes in every host. */
function hostsWithoutTls({ tls, rules, defaultBackend }: Ingress): readonly string[] {
  if (tls.some(({ hosts }) => hosts.length === 0)) return [];
  const secured = tls.flatMap(({ hosts }) => hosts);
  const given = rules.map(({ host }) => host);
  const served = given.length === 0 && defaultBackend !== undefined ? [undefined] : given;
  const open = served.filter((host) => !secured.some((name) => covers(name, host)));
  return [...new Set(open.map((host) => host ?? 'requests of any host'))].sort();
}

/** A wildcard stands for one label: `*.example.com` covers `shop.example.com`. */
function covers(secured: string, host: string | undefined): boolean {
  if (host === undefined) return false;
  if (secured === host) return true;
  return secured.startsWith('*.') && host.slice(host.indexOf('.')) === secured.slice(1);
}
