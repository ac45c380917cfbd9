declare const __FELTMAPPEN_VERSION__: string;

/** The version of the app, from the workspace's manifest. */
export const version = __FELTMAPPEN_VERSION__;
