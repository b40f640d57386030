import { child, type Field, faultsOf, isMissing, oneOf } from '../field.ts';

/** What a connection must satisfy beyond its ports, and why that is not all that is said of it. */
export type Narrowing = {
  readonly narrowedBy: readonly string[];
  readonly faults: readonly string[];
};

const kinds = [
  ['http', 'HTTP rules'],
  ['kafka', 'Kafka rules'],
  ['dns', 'DNS rules'],
  ['l7proto', 'l7proto rules'],
  ['l7', 'l7proto rules'],
] as const;

export const layer7Fields = [
  'rules',
  'serverNames',
  'terminatingTLS',
  'originatingTLS',
  'listener',
] as const;

/**
 * What an item of `toPorts` says of layer 7: "additional port level rules which must be met in order
 * for the PortRule to allow the traffic". A snapshot keeps how many rules there are of each kind.
 */
export function layer7Narrowing(item: Field): Narrowing {
  const rules = child(item, 'rules');
  const given = kinds.filter(([kind]) => isGiven(child(rules, kind))).map(([, text]) => text);
  const tls = ['terminatingTLS', 'originatingTLS'].filter((key) => isGiven(child(item, key)));
  return {
    narrowedBy: [
      ...new Set(given),
      ...(isGiven(child(item, 'serverNames')) ? ['TLS server names'] : []),
      ...(tls.length > 0 ? ['TLS interception'] : []),
      ...(isGiven(child(item, 'listener')) ? ['an Envoy listener'] : []),
    ],
    faults: faultsOf(
      rules,
      kinds.map(([kind]) => kind),
    ),
  };
}

/** "Authentication is the required authentication type for the allowed traffic, if any." */
export function authenticationNarrowing(field: Field): Narrowing {
  if (isMissing(field)) return { narrowedBy: [], faults: [] };
  const faults = faultsOf(field, ['mode']);
  const mode = oneOf(child(field, 'mode'), ['disabled', 'required', 'test-always-fail']);
  if ('why' in mode) return { narrowedBy: [], faults: [...faults, mode.why] };
  const narrowedBy = {
    disabled: [],
    required: ['mutual authentication'],
    'test-always-fail': ['authentication that always fails'],
  }[mode.value];
  return { narrowedBy, faults };
}

function isGiven({ value }: Field): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== 0 && value !== '' && value !== false;
}
