/** Files of the corpus that are scored together, and what others reached on exactly these: standard profile, one threshold for the corpus. */
export interface Suite {
  readonly name: string;
  /** Of all its files; with fewer of them the published figures are not comparable. */
  readonly files: number;
  readonly has: (file: string) => boolean;
  readonly published: Readonly<Record<string, number>>;
}

const LIKE_CLOUD = ['realKnownCause/cpu_utilization_asg_misconfiguration.csv', 'realKnownCause/ec2_request_latency_system_failure.csv'];
const isAws = (file: string): boolean => file.startsWith('realAWSCloudwatch/');

/** Scores of the detectors whose per-row results the corpus ships, at their own thresholds, by its scoring. */
export const SUITES: readonly Suite[] = [
  {
    name: 'all',
    files: 58,
    has: () => true,
    published: {
      ARTime: 74.9,
      'Numenta HTM': 70.1,
      'CAD-OSE': 69.9,
      'KNN-CAD': 58,
      relativeEntropy: 54.6,
      'windowed Gaussian': 39.6,
      random: 16.8,
    },
  },
  {
    name: 'AWS',
    files: 17,
    has: isAws,
    published: {
      ARTime: 69.5,
      'Numenta HTM': 73.4,
      'CAD-OSE': 71.5,
      'KNN-CAD': 60.7,
      relativeEntropy: 50,
      'windowed Gaussian': 31.2,
      random: 11.3,
    },
  },
  {
    name: 'AWS and cloud-like causes',
    files: 19,
    has: (file) => isAws(file) || LIKE_CLOUD.includes(file),
    published: {
      ARTime: 68.9,
      'Numenta HTM': 72.8,
      'CAD-OSE': 71.7,
      'KNN-CAD': 60.6,
      relativeEntropy: 53.6,
      'windowed Gaussian': 34.8,
      random: 9,
    },
  },
  {
    name: 'AWS and known causes',
    files: 24,
    has: (file) => isAws(file) || file.startsWith('realKnownCause/'),
    published: {
      ARTime: 67.3,
      'Numenta HTM': 66.5,
      'CAD-OSE': 60,
      'KNN-CAD': 54.7,
      relativeEntropy: 50,
      'windowed Gaussian': 24.3,
      random: 18.4,
    },
  },
];
