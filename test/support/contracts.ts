import { ApiContract, type ApiDocument } from './api-contract.js';
import type { AppName } from './apps.js';

/** Contracts that all test files of a Jest worker share, because a contract takes long to compile. */
export class Contracts {
  private readonly byText = new Map<string, ApiContract>();
  private readonly byApp = new Map<AppName, ApiContract>();

  /** The contract of an app whose document was read before: all processes of an app run the same build. */
  ofApp(app: AppName): ApiContract | undefined {
    return this.byApp.get(app);
  }

  /** The contract of a document. @param app the app that published it, if it was one of this build */
  of(text: string, app: AppName | undefined): ApiContract {
    let contract = this.byText.get(text);
    // The document is checked as OpenAPI by a test of its own.
    if (!contract) this.byText.set(text, (contract = new ApiContract(JSON.parse(text) as ApiDocument)));
    if (app !== undefined) this.byApp.set(app, contract);
    return contract;
  }
}
