export declare const CLIENT_TYPES: string;
/** The types of an OpenAPI document, as the client's file has them. */
export declare function clientTypes(document: object): Promise<string>;
