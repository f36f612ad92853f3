import type { FlagType } from '../flag-types.js';

/** What a snippet is filled with. */
export interface Filling {
  /** The address of this Assay. */
  readonly url: string;
  readonly flag: string;
  readonly type: FlagType;
  /** The value where Assay cannot be asked, as JSON. */
  readonly fallback: string;
}

export interface Snippet {
  readonly name: string;
  /** Where it runs: a page or app carries a client key, which everybody can read. */
  readonly key: 'server' | 'client';
  readonly code: (filling: Filling) => string;
}

type Names = Readonly<Record<FlagType, string>>;

const JS: Names = { boolean: 'Boolean', string: 'String', number: 'Number', json: 'Object' };
const JAVA: Names = { boolean: 'Boolean', string: 'String', number: 'Double', json: 'Object' };
const GO: Names = { boolean: 'Boolean', string: 'String', number: 'Float', json: 'Object' };
const PYTHON: Names = { boolean: 'boolean', string: 'string', number: 'float', json: 'object' };
const DOTNET: Names = { boolean: 'Boolean', string: 'String', number: 'Double', json: 'Object' };

/** How products ask for a flag with the stock clients of OpenFeature, and without one. */
export const SNIPPETS: readonly Snippet[] = [
  {
    name: 'Web',
    key: 'client',
    code: ({ url, flag, type, fallback }) => `// npm install @openfeature/web-sdk @openfeature/ofrep-web-provider
import { OpenFeature } from '@openfeature/web-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';

const provider = new OFREPWebProvider({
  baseUrl: '${url}',
  headers: [['Authorization', 'Bearer ASSAY_CLIENT_KEY']],
});
await OpenFeature.setProviderAndWait(provider, { targetingKey: 'customer-1' });
const value = OpenFeature.getClient().get${JS[type]}Value('${flag}', ${fallback});`,
  },
  {
    name: 'React',
    key: 'client',
    code: ({ url, flag, type, fallback }) => `// npm install @openfeature/react-sdk @openfeature/ofrep-web-provider
import { OpenFeature, OpenFeatureProvider, use${JS[type]}FlagValue } from '@openfeature/react-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';

OpenFeature.setProvider(
  new OFREPWebProvider({
    baseUrl: '${url}',
    headers: [['Authorization', 'Bearer ASSAY_CLIENT_KEY']],
  }),
  { targetingKey: 'customer-1' },
);

function Page() {
  const value = use${JS[type]}FlagValue('${flag}', ${fallback});
  return <p>{String(value)}</p>;
}

export const App = () => (
  <OpenFeatureProvider>
    <Page />
  </OpenFeatureProvider>
);`,
  },
  {
    name: 'Node',
    key: 'server',
    code: ({ url, flag, type, fallback }) => `// npm install @openfeature/server-sdk @openfeature/ofrep-provider
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

const provider = new OFREPProvider({
  baseUrl: '${url}',
  headers: [['Authorization', \`Bearer \${process.env.ASSAY_KEY}\`]],
});
await OpenFeature.setProviderAndWait(provider);
const value = await OpenFeature.getClient().get${JS[type]}Value('${flag}', ${fallback}, { targetingKey: 'customer-1' });`,
  },
  {
    name: 'Java',
    key: 'server',
    code: ({ url, flag, type, fallback }) => `// dev.openfeature:sdk, dev.openfeature.contrib.providers:ofrep
OfrepProviderOptions options = OfrepProviderOptions.builder()
    .baseUrl("${url}")
    .headers(ImmutableMap.of("Authorization", ImmutableList.of("Bearer " + System.getenv("ASSAY_KEY"))))
    .build();
OpenFeatureAPI.getInstance().setProviderAndWait(OfrepProvider.constructProvider(options));
var value = OpenFeatureAPI.getInstance().getClient()
    .get${JAVA[type]}Value("${flag}", ${type === 'json' ? 'new Value()' : fallback}, new ImmutableContext("customer-1"));`,
  },
  {
    name: 'Go',
    key: 'server',
    code: ({
      url,
      flag,
      type,
      fallback,
    }) => `// go get github.com/open-feature/go-sdk github.com/open-feature/go-sdk-contrib/providers/ofrep
provider := ofrep.NewProvider("${url}", ofrep.WithBearerToken(os.Getenv("ASSAY_KEY")))
openfeature.SetProviderAndWait(provider)
client := openfeature.NewClient("shop")
who := openfeature.NewEvaluationContext("customer-1", map[string]any{})
value, err := client.${GO[type]}Value(ctx, "${flag}", ${type === 'json' ? 'map[string]any{}' : fallback}, who)`,
  },
  {
    name: 'Python',
    key: 'server',
    code: ({ url, flag, type, fallback }) => `# pip install openfeature-sdk openfeature-provider-ofrep
import os
from openfeature import api
from openfeature.evaluation_context import EvaluationContext
from openfeature.contrib.provider.ofrep import OFREPProvider

api.set_provider(OFREPProvider(
    base_url="${url}",
    headers_factory=lambda: {"Authorization": f"Bearer {os.environ['ASSAY_KEY']}"},
))
value = api.get_client().get_${PYTHON[type]}_value("${flag}", ${pythonOf(type, fallback)}, EvaluationContext("customer-1"))`,
  },
  {
    name: '.NET',
    key: 'server',
    code: ({
      url,
      flag,
      type,
      fallback,
    }) => `// dotnet add package OpenFeature; dotnet add package OpenFeature.Providers.Ofrep
var provider = new OfrepProvider(new OfrepOptions("${url}") {
    Headers = new Dictionary<string, string> {
        ["Authorization"] = "Bearer " + Environment.GetEnvironmentVariable("ASSAY_KEY"),
    },
});
await Api.Instance.SetProviderAsync(provider);
var who = EvaluationContext.Builder().SetTargetingKey("customer-1").Build();
var value = await Api.Instance.GetClient().Get${DOTNET[type]}ValueAsync("${flag}", ${type === 'json' ? 'new Value()' : fallback}, who);`,
  },
  {
    name: 'Kotlin',
    key: 'client',
    code: ({
      url,
      flag,
      type,
      fallback,
    }) => `// dev.openfeature:kotlin-sdk, dev.openfeature.kotlin.contrib.providers:ofrep
val provider = OfrepProvider(
    OfrepOptions(endpoint = "${url}", headers = mapOf("Authorization" to "Bearer ASSAY_CLIENT_KEY"))
)
OpenFeatureAPI.setProviderAndWait(provider, ImmutableContext(targetingKey = "customer-1"))
val value = OpenFeatureAPI.getClient().get${JAVA[type]}Value("${flag}", ${type === 'json' ? 'Value.Null' : fallback})`,
  },
  {
    name: 'Swift',
    key: 'client',
    code: ({ url, flag, type, fallback }) => `// github.com/open-feature/ofrep-swift-client-provider
let options = OfrepProviderOptions(endpoint: "${url}", headers: ["Authorization": "Bearer ASSAY_CLIENT_KEY"])
let who = MutableContext(targetingKey: "customer-1", structure: MutableStructure())
await OpenFeatureAPI.shared.setProviderAndWait(provider: OfrepClientProvider(options: options), initialContext: who)
let value = OpenFeatureAPI.shared.getClient()
    .get${JAVA[type]}Value(key: "${flag}", defaultValue: ${type === 'json' ? '.null' : fallback})`,
  },
  {
    name: 'curl',
    key: 'server',
    code: ({ url, flag }) => `curl -X POST ${url}/ofrep/v1/evaluate/flags/${encodeURIComponent(flag)} \\
  -H "authorization: Bearer $ASSAY_KEY" -H 'content-type: application/json' \\
  -d '{"context":{"targetingKey":"customer-1"}}'`,
  },
];

function pythonOf(type: FlagType, fallback: string): string {
  if (type === 'boolean') return fallback === 'true' ? 'True' : 'False';
  return type === 'json' ? '{}' : fallback;
}
