const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

const stages = 'discover|snapshot|assess|report|notify';

export default {
  forbidden: [
    rule('no-cycles', 'A reader must be able to start somewhere.', {}, { circular: true }),
    rule(
      'model-knows-nobody',
      'The nouns import zod and each other.',
      { path: '^functions/model/' },
      { pathNot: ['^functions/model/', 'node_modules/zod/'] },
    ),
    rule(
      'engines-read-the-model-only',
      'A control states facts; it opens nothing.',
      { path: '^functions/assess/(controls|reach|access|pods|admission|platform)/' },
      {
        pathNot: [
          '^functions/model/',
          '^functions/assess/(reach|access|pods|admission|platform)/',
          'node_modules/(zod|ipaddr[.]js)/',
          '^(node:)?net$',
        ],
      },
    ),
    rule(
      'stages-meet-in-the-model',
      'Stages exchange artifacts, not functions.',
      { path: `^functions/(${stages})/` },
      { path: `^functions/(${stages})/`, pathNot: '^functions/$1/' },
    ),
    rule(
      'only-handlers-meet-the-platform',
      'Pure modules take their world as an argument.',
      { path: `^functions/(${stages})/`, pathNot: 'handler[.]ts$' },
      { path: '^functions/platform/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'clients-stay-in-the-platform',
      'Stages speak ports, not clients.',
      { path: `^(functions/(${stages}|model)|report-templates|cli)/` },
      {
        path: 'node_modules/(@aws-sdk|@smithy|@kubernetes|@slack/webhook|undici)/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'stages-touch-no-files-and-no-network',
      'The world is passed in.',
      { path: `^(functions/(${stages}|model)|report-templates)/`, pathNot: 'handler[.]ts$' },
      // node:net only for isIP, which opens nothing.
      { path: '^(node:)?(fs|fs/promises|http|https|tls|dgram|child_process|os)$' },
    ),
    rule(
      'templates-describe',
      'Blocks out; what draws them lives in the report stage.',
      { path: '^report-templates/' },
      { pathNot: ['^report-templates/', '^functions/model/'] },
    ),
    rule(
      'infra-names-files-only',
      'The CDK app points at handler files; it runs none of them.',
      { path: '^infra/' },
      { path: '^(functions|cli|report-templates)/', pathNot: '^functions/model/' },
    ),
    rule(
      'nothing-imports-the-terminal',
      'The command line is a shell: it is on top.',
      { pathNot: '^(cli|test|bench|tools)/' },
      { path: '^cli/' },
    ),
    rule(
      'nothing-imports-tests',
      'Tests are on top too.',
      { pathNot: '^(test|bench)/' },
      { path: '^test/' },
    ),
    rule(
      'no-unlisted-packages',
      'What is imported is in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule('no-missing-modules', 'An import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)cdk[.]out/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
