import type { Snapshot } from '../../../model/snapshot.ts';
import { type Engine, enforcement } from '../enforcement/enforcement.ts';
import { showsVpcCni } from '../enforcement/vpc-cni-gates.ts';
import { type Profile, profileNamed } from './profile.ts';

export type DetectedProfile = {
  readonly profile: Profile;
  /** One sentence for people: why this profile. */
  readonly why: string;
  /** What could not be seen of the engine, so that another profile may be right. */
  readonly doubts: readonly string[];
};

/** The reading of the engine that enforces policies in the cluster; the specification's for none. */
export function detectedProfile(snapshot: Snapshot): DetectedProfile {
  const { engines, candidates, switchedOff, undetermined } = enforcement(snapshot);
  const [first, ...more] = [...engines, ...candidates];
  if (first === undefined) {
    const why =
      `no engine enforces policies (${switchedOff.join('; ')}), so in fact everything is open: the ` +
      'map is what they would allow, read as the specification says';
    return { profile: profileNamed('spec'), why, doubts: [] };
  }
  if (more.length > 0) {
    const names = [first, ...more].map(({ name }) => name).join(' and ');
    const why = `${names} enforce policies at once or may do so: read as the specification says`;
    return { profile: profileNamed('spec'), why, doubts: undetermined };
  }
  const isOnlyAssumed = first.profile === 'aws-vpc-cni' && !showsVpcCni(snapshot);
  if (engines.length === 0 && isOnlyAssumed && snapshot.source === 'manifests') {
    // Manifests seldom hold kube-system: what they do not show is no doubt worth a warning.
    const why = 'the manifests show no engine: read as the specification says';
    return { profile: profileNamed('spec'), why, doubts: [] };
  }
  const strict = strictness(snapshot, first.profile);
  const mode = strict.isStrict ? ', which denies what no policy selects' : '';
  return {
    profile: profileNamed(first.profile, { strict: strict.isStrict }),
    why: `${first.name} enforces policies${mode}`,
    doubts: [...undetermined, ...strict.doubts],
  };
}

/** The reading of an engine, as strict as the cluster has it. */
export function profileOfEngine(snapshot: Snapshot, engine: Engine['profile']): Profile {
  return profileNamed(engine, { strict: strictness(snapshot, engine).isStrict });
}

type Strictness = { readonly isStrict: boolean; readonly doubts: readonly string[] };

function strictness(snapshot: Snapshot, engine: Engine['profile']): Strictness {
  if (engine === 'calico') return { isStrict: false, doubts: [] };
  if (engine === 'cilium') {
    return { isStrict: snapshot.ciliumConfig?.enablePolicy === 'always', doubts: [] };
  }
  return snapshot.eksCluster?.isAutoMode === true ? autoMode(snapshot) : agentMode(snapshot);
}

/** Amazon EKS user guide: NETWORK_POLICY_ENFORCING_MODE is `standard` unless set to `strict`. */
function agentMode({ vpcCniNodeAgent, vpcCniAddon }: Snapshot): Strictness {
  const mode = vpcCniNodeAgent?.enforcingMode ?? vpcCniAddon?.enforcingMode ?? 'standard';
  const isKnown = mode === 'standard' || mode === 'strict';
  const doubt = `NETWORK_POLICY_ENFORCING_MODE "${mode}" is no mode of the VPC CNI`;
  return { isStrict: mode === 'strict', doubts: isKnown ? [] : [doubt] };
}

/** In Auto Mode each NodeClass has a default of its own. */
function autoMode({ nodeClasses }: Snapshot): Strictness {
  const modes = nodeClasses.map(({ networkPolicy }) => networkPolicy ?? 'DefaultAllow');
  const isStrict = modes.length > 0 && modes.every((mode) => mode === 'DefaultDeny');
  const isMixed = !isStrict && modes.includes('DefaultDeny');
  const doubt = 'nodes of some NodeClasses deny by default (spec.networkPolicy), of others allow';
  return { isStrict, doubts: isMixed ? [doubt] : [] };
}
