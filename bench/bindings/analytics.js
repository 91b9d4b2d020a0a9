/** An Analytics Engine dataset that keeps nothing; the real one hands the point over and returns at once. */

export function wrap() {
  return { writeDataPoint() {} };
}
