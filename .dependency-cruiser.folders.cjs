/** No folder leads back to itself. Tests are left out: they may look anywhere. */
const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [
    {
      name: 'no-cycles-of-folders',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(apps|libs|packages)/' },
      to: { circular: true },
    },
  ],
  options: {
    ...options,
    exclude: { path: `(${options.exclude.path})|\\.spec\\.ts$|^test/|^libs/event-store/contract/` },
  },
};
