/** Mean F1 and cover with default settings over the 30 univariate series that may be redistributed (TCPDBench; quality_control with them). */
export const PUBLISHED: Readonly<Record<string, readonly [f1: number, cover: number]>> = {
  BinSeg: [0.738, 0.693],
  PELT: [0.728, 0.695],
  AMOC: [0.699, 0.697],
  BOCPD: [0.696, 0.636],
  SegNeigh: [0.676, 0.675],
  silent: [0.668, 0.575],
  ECP: [0.632, 0.553],
  'ED-PELT': [0.629, 0.556],
  Otava: [0.601, 0.506],
  'one person against the others': [0.847, 0.751],
};

export const PUBLISHED_SERIES: readonly string[] = `bank brent_spot businv centralia children_per_woman co2_canada construction debt_ireland
  gdp_argentina gdp_croatia gdp_iran gdp_japan global_co2 homeruns jfk_passengers lga_passengers
  nile ozone quality_control_1 quality_control_2 quality_control_3 quality_control_4 quality_control_5 rail_lines
  seatbelts shanghai_license unemployment_nl us_population usd_isk well_log`.split(/\s+/);
