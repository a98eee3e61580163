/** The definition of an app, which the build hands to the runtime. */

export type TabItem = {
  pagePath: string;
  text: string;
  iconPath?: string;
  selectedIconPath?: string;
};

/** The part of app.json that the runtime needs; colours may be `@names` of theme.json. */
export type AppDefinition = {
  pages: string[];
  entryPage: string;
  window: Record<string, unknown>;
  tabBar: (Record<string, unknown> & { list: TabItem[] }) | null;
  darkMode: boolean;
  usePrivacyCheck: boolean;
  networkTimeout: Record<string, number>;
  theme: { light: Record<string, string>; dark: Record<string, string> };
};

export type UnitDefinition = {
  id: string;
  isPage: boolean;
  isOwn: boolean;
  scope: string;
  config: UnitConfig;
  /** Names of the unit's data that its template passes to components. */
  passedOn: string[];
};

export type UnitConfig = Record<string, unknown> & {
  navigationBarTitleText?: string;
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: 'black' | 'white';
  navigationStyle?: 'default' | 'custom';
  backgroundColor?: string;
  backgroundTextStyle?: string;
  enablePullDownRefresh?: boolean;
  onReachBottomDistance?: number;
  disableScroll?: boolean;
};
