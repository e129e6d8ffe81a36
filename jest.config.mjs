const common = {
  testEnvironment: 'node',
  // Read the workspaces from their sources: no build before tests.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default {
  // Small machines have two cores; while one file waits for something, a third goes on.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/sequencer.mjs',
  workerIdleMemoryLimit: '1GB',
  coverageProvider: 'v8',
  // For a machine that does other things as well; nothing waits for it but what fails.
  testTimeout: 300_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/libs/**/*.test.ts', '<rootDir>/apps/**/*.test.ts', '<rootDir>/test/unit/**/*.test.ts'],
    },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e.test.ts'] },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.browser.test.ts'] },
  ],
};
