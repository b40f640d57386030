import * as z from 'zod';
import {
  jsonObject,
  listOf,
  maybe,
  type StringMap,
  stringMap,
  wholeJson,
} from '../../model/kube-schema.ts';
import type { KubernetesRead, OtherPolicyReadId, PolicyObjectReadId } from '../../model/reads.ts';
import type { OtherPolicy } from '../../model/snapshot.ts';
import { isJsonMap } from '../same-json.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const rawPolicy = z.object({
  metadata: objectMetadata.extend({ annotations: stringMap }),
  spec: maybe(jsonObject),
  specs: listOf(jsonObject),
});

type PolicyRead = Pick<KubernetesRead, 'apiGroup' | 'kind' | 'isNamespaced'> & {
  readonly id: OtherPolicyReadId | PolicyObjectReadId;
};

/** A policy beside NetworkPolicy, or an object that such policies name. */
export function projectOtherPolicy(read: PolicyRead, item: unknown): OtherPolicy {
  const { metadata, spec, specs } = rawPolicy.parse(item);
  const { namespace, name } = namespacedName(metadata);
  return {
    read: read.id,
    kind: read.kind,
    namespace: read.isNamespaced === false ? undefined : namespace,
    name,
    labels: read.apiGroup === 'crd.projectcalico.org' ? calicoLabels(metadata) : metadata.labels,
    specs:
      read.apiGroup === 'cilium.io'
        ? [...(spec === undefined ? [] : [spec]), ...specs].map(ciliumSpec)
        : [wholeJson.parse(spec ?? {})],
  };
}

const calicoMetadata = z
  .string()
  .transform(parsedOrNothing)
  .pipe(z.object({ labels: stringMap }));

/**
 * Calico stores the labels of an object apart from those of its own, as JSON in an annotation
 * (ConvertCalicoResourceToK8sResource of libcalico-go); policies select sets of addresses by them.
 */
function calicoLabels({ labels, annotations }: z.output<typeof rawPolicy>['metadata']): StringMap {
  const stored = calicoMetadata.safeParse(annotations['projectcalico.org/metadata']);
  return stringMap.parse({ ...(stored.success ? stored.data.labels : {}), ...labels });
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A rule of Cilium can hold header values, tokens and keys in what it says about layer 7. Of that
 * is kept which kinds of rules there are, as numbers, and that TLS is ended or begun.
 */
function ciliumSpec(spec: unknown): unknown {
  return wholeJson.parse(withoutLayer7(spec));
}

function withoutLayer7(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLayer7);
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, given]) => [key, withoutLayer7Of(key, given)]),
  );
}

const tlsContexts: readonly string[] = ['terminatingTLS', 'originatingTLS'];

/** Labels may have any of these names; their values are texts and not lists or maps. */
function withoutLayer7Of(key: string, given: unknown): unknown {
  const isText = typeof given !== 'object' || given === null;
  if (isText) return given;
  if (key === 'rules') return countsOf(given);
  return tlsContexts.includes(key) ? true : withoutLayer7(given);
}

/** Such as `{ http: 3 }` for three rules for HTTP. */
function countsOf(rules: object): unknown {
  if (Array.isArray(rules)) return rules.length;
  return Object.fromEntries(
    Object.entries(rules)
      .filter(([, given]) => given !== null)
      .map(([kind, given]) => [kind, Array.isArray(given) ? given.length : 1]),
  );
}
