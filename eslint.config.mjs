import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import awscdk from 'eslint-plugin-awscdk';
import typescript from 'typescript-eslint';

const TYPESCRIPT = '**/*.ts';
const CONFIGURATION = ['*.config.{js,mjs,ts}'];

const houseStyle = {
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  // `() => console.log(x)` and `return stop()` read well.
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-param-reassign': 'error',
  'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
};

const noFixedPartition = {
  'no-restricted-syntax': [
    'error',
    ...['Literal[value=/arn:aws:/]', 'TemplateElement[value.raw=/arn:aws:/]'].map((selector) => ({
      selector,
      message: 'The partition differs in China and GovCloud: take it from the stack, or from lib/config.',
    })),
  ],
};

const noHiddenInput = {
  'no-restricted-properties': [
    'error',
    {
      object: 'process',
      property: 'env',
      message: 'Only programs and handlers read their environment; pass the value as a parameter.',
    },
  ],
};

export default defineConfig(
  globalIgnores(['.cache/', '.sandbox/', '.venv/', '**/cdk.out*/', 'coverage/', 'dist/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  { rules: { 'max-lines': ['error', 350] } },

  {
    files: [TYPESCRIPT],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: { ...houseStyle, ...noHiddenInput },
  },
  // The values of a team's own environments: its principals stand there as they are copied from the console.
  {
    files: ['{bin,lambda,lib,tools}/**/*.ts'],
    ignores: ['lib/config/environments.ts', 'tools/detection/recordings/**'],
    rules: noFixedPartition,
  },
  // Its rules alone: the configuration as a whole brings its own parser, which would read every type a second time.
  { files: ['{bin,lib}/**/*.ts'], plugins: awscdk.configs.strict.plugins, rules: awscdk.configs.strict.rules },

  { files: ['{bin,bench,test,tools}/**/*.ts', 'lambda/**/index.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['{bench,tools}/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: CONFIGURATION, rules: { 'no-restricted-exports': 'off' } },

  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: nodeGlobals('__dirname', 'exports', 'module', 'require') },
    rules: { 'no-unused-vars': ['error', { caughtErrorsIgnorePattern: '^_' }] },
  },
  {
    // An old Node must be able to read the setup in order to say that it is too old.
    files: ['tools/setup/*.cjs'],
    languageOptions: { ecmaVersion: 2015, globals: nodeGlobals('Atomics', 'SharedArrayBuffer') },
  },
);

function nodeGlobals(...names) {
  return Object.fromEntries(['console', 'process', ...names].map((name) => [name, 'readonly']));
}
