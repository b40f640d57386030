import { parseCidr } from '../reach/algebra/address-set.ts';
import { coveringBlocks } from '../reach/algebra/covering-blocks.ts';
import type { PolicyCondition, PolicyStatement } from './policy-statements.ts';

/**
 * To whom a statement for everyone comes down once its conditions are met: still everyone, all of an
 * organization, somebody who is named, or what cannot be told.
 */
export type Circle = 'everyone' | 'organization' | 'named' | 'unclear';

/** How the values of a key that names callers look, and whom they name. */
type CallerKey = { readonly form: RegExp; readonly circle: 'organization' | 'named' };

const account: CallerKey = { form: /^\d{12}$/, circle: 'named' };
const arn: CallerKey = { form: /^arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:\d{12}:/, circle: 'named' };

/** Global condition keys, in lower case as IAM compares them (IAM user guide). */
const callerKeys: Readonly<Record<string, CallerKey | undefined>> = {
  'aws:principalorgid': { form: /^o-[a-z0-9]{10,32}$/, circle: 'organization' },
  'aws:principalorgpaths': { form: /^o-[a-z0-9]{10,32}\//, circle: 'organization' },
  'aws:sourceorgid': { form: /^o-[a-z0-9]{10,32}$/, circle: 'organization' },
  'aws:principalaccount': account,
  'aws:sourceaccount': account,
  'aws:principalarn': arn,
  'aws:sourcearn': arn,
  'aws:sourcevpc': { form: /^vpc-[0-9a-f]+$/, circle: 'named' },
  'aws:sourcevpce': { form: /^vpce-[0-9a-f]+$/, circle: 'named' },
};

const addressKey = 'aws:sourceip';

/** Says how the request travels, whoever makes it. */
const transportKey = 'aws:securetransport';

const affirming = /^(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;
const negating =
  /^(String(NotEquals|NotEqualsIgnoreCase|NotLike)|Arn(NotEquals|NotLike)|NotIpAddress)$/;

/** What each condition of a statement that allows makes of everyone; all of them have to hold. */
export function circlesOfAllow({ whom, conditions }: PolicyStatement): readonly Circle[] {
  return whom === 'named' ? ['named'] : conditions.map(circleOfCondition);
}

/**
 * A caller without the key meets `...IfExists` and `ForAllValues`, so that these limit nobody: an
 * account outside any organization has no `aws:PrincipalOrgID`.
 */
function circleOfCondition({ operator, key, values }: PolicyCondition): Circle {
  const name = key.toLowerCase();
  if (name === transportKey) return 'everyone';
  const isOfCaller = callerKeys[name] !== undefined || name === addressKey;
  if (!isOfCaller) return 'unclear';
  if (/IfExists$|^ForAllValues:/.test(operator)) return 'everyone';
  const plain = operator.replace(/^ForAnyValue:/, '');
  if (negating.test(plain)) return 'everyone';
  return affirming.test(plain) ? circleOfValues(name, values) : 'unclear';
}

function circleOfValues(key: string, values: readonly string[]): Circle {
  if (key === addressKey) return circleOfRanges(values);
  const known = callerKeys[key];
  return known !== undefined && values.length > 0 && values.every((value) => known.form.test(value))
    ? known.circle
    : 'unclear';
}

function circleOfRanges(ranges: readonly string[]): Circle {
  if (coveringBlocks(ranges).length > 0) return 'everyone';
  const areRanges = ranges.every(
    (range) => parseCidr(range.includes('/') ? range : `${range}/32`) !== undefined,
  );
  return areRanges && ranges.length > 0 ? 'named' : 'unclear';
}

/**
 * Who is left when a statement denies: those that it does not deny. A negated condition holds for
 * callers outside the circle and for those without the key, but for `ForAnyValue`; with a second
 * condition only some of them are denied.
 */
export function circleLeftBy({ whom, conditions }: PolicyStatement): Circle {
  if (whom === 'named') return 'everyone';
  const [first, ...more] = conditions;
  if (first === undefined) return 'named';
  const key = first.key.toLowerCase();
  if (more.length > 0) return 'unclear';
  if (key === transportKey) return 'everyone';
  const plain = first.operator.replace(/^ForAllValues:|IfExists$/g, '');
  if (whom === 'others' || !negating.test(plain)) return 'unclear';
  return circleOfValues(key, first.values);
}
