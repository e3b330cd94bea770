// What a test looks at, said in words while it runs, and its last line.
export class Checks {
  constructor(name) {
    this.name = name;
    this.passed = 0;
    this.failed = 0;
  }

  /** Whether something holds: a boolean, or a function that fails by throwing; what that gives is said behind the words. */
  async check(what, holds) {
    try {
      const more = typeof holds === 'function' ? await holds() : holds;
      if (more === false) throw new Error('it does not hold');
      this.passed++;
      console.log(`ok      ${what}${typeof more === 'string' ? `: ${more}` : ''}`);
    } catch (error) {
      this.fail(`${what}: ${error.message}`);
    }
  }

  fail(what) {
    this.failed++;
    console.log(`FAILED  ${what}`);
  }

  /** The last line, and the end of the process. */
  end() {
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}
