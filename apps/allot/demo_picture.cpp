#include "demo_picture.h"

#include <algorithm>
#include <random>

#include "demo_png.h"

namespace allot::app {

namespace {

constexpr int width = 320;
constexpr int height = 200;
constexpr int horizon = 116;  // where houses stand
constexpr int curb = 130;     // where the road begins

/// Places in the palette.
enum Paint : std::uint8_t {
  sky,
  light_in_the_sky,
  road,
  line,
  pavement,
  grass,
  trunk,
  leaves,
  brick,
  plaster,
  wood,
  window,
  red,
  blue,
  yellow,
  dark,
};

struct Light {
  std::string_view name;
  Palette palette;
};

// clang-format off
constexpr std::array<Light, 3> lights{{
    {"day", {{{160, 205, 240}, {255, 236, 150}, {92, 96, 104}, {235, 235, 225}, {190, 186, 178},
              {120, 176, 92}, {110, 78, 52}, {66, 134, 72}, {178, 92, 70}, {228, 208, 170},
              {134, 152, 176}, {210, 236, 250}, {206, 52, 48}, {44, 98, 190}, {240, 190, 40},
              {34, 36, 42}}}},
    {"dusk", {{{236, 150, 110}, {255, 214, 130}, {74, 70, 84}, {214, 196, 176}, {150, 130, 132},
               {96, 118, 76}, {78, 54, 46}, {62, 92, 66}, {140, 68, 62}, {196, 152, 128},
               {104, 104, 136}, {255, 222, 140}, {180, 44, 50}, {50, 74, 150}, {218, 158, 44},
               {30, 26, 36}}}},
    {"night", {{{22, 28, 56}, {236, 238, 220}, {44, 46, 58}, {170, 170, 160}, {80, 82, 96},
                {36, 66, 50}, {46, 36, 36}, {28, 60, 48}, {88, 46, 48}, {112, 100, 96},
                {62, 70, 96}, {255, 226, 130}, {150, 38, 44}, {40, 60, 130}, {190, 140, 40},
                {12, 12, 18}}}},
}};
// clang-format on

struct Painter {
  explicit Painter(std::uint32_t seed) : dice(seed) {
    canvas.width = width;
    canvas.height = height;
    canvas.pixels.assign(std::size_t{width} * height, sky);
  }

  /// Not std::uniform_int_distribution, which differs between libraries.
  int from_to(int low, int high) {
    return low + static_cast<int>(dice() % static_cast<std::uint32_t>(high - low + 1));
  }

  bool one_in(int count) { return from_to(1, count) == 1; }

  Paint any_of(std::initializer_list<Paint> paints) {
    return paints.begin()[from_to(0, static_cast<int>(paints.size()) - 1)];
  }

  void dot(int x, int y, Paint paint) {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    canvas.pixels[static_cast<std::size_t>(y * width + x)] = paint;
  }

  void box(int left, int top, int right, int bottom, Paint paint) {
    for (int y = top; y <= bottom; ++y) {
      for (int x = left; x <= right; ++x) dot(x, y, paint);
    }
  }

  void disc(int middle, int center, int radius, Paint paint) {
    for (int y = -radius; y <= radius; ++y) {
      for (int x = -radius; x <= radius; ++x) {
        if (x * x + y * y <= radius * radius + radius / 2) dot(middle + x, center + y, paint);
      }
    }
  }

  /// What lies outside the picture is not labelled, nor what hardly shows.
  void label(std::string_view name, int left, int top, int right, int bottom) {
    const Thing thing{
        name,
        std::max(left, 0),
        std::max(top, 0),
        std::min(right, width - 1),
        std::min(bottom, height - 1)
    };
    if (thing.right - thing.left > 5) things.push_back(thing);
  }

  std::mt19937 dice;
  Canvas canvas;
  std::vector<Thing> things;
};

void draw_ground(Painter& p) {
  // One after another: the order in which arguments are made is the compiler's.
  const int middle = p.from_to(20, 300);
  const int center = p.from_to(16, 36);
  p.disc(middle, center, p.from_to(9, 14), light_in_the_sky);
  p.box(0, horizon, width - 1, curb - 1, pavement);
  p.box(0, curb, width - 1, 186, road);
  p.box(0, 187, width - 1, height - 1, grass);
  for (int x = p.from_to(-20, 0); x < width; x += 32) p.box(x, 157, x + 15, 159, line);
}

void draw_house(Painter& p, int left, int wide) {
  const int top = horizon - p.from_to(42, 88);
  const int right = left + wide;
  p.box(left, top, right, horizon - 1, p.any_of({brick, plaster, wood}));
  p.box(left - 2, top - 5, right + 2, top - 1, dark);
  for (int y = top + 7; y < horizon - 20; y += 17) {
    for (int x = left + 6; x + 8 < right; x += 15) {
      p.box(x, y, x + 7, y + 9, p.one_in(5) ? dark : window);
    }
  }
  const int door = left + wide / 2;
  p.box(door - 4, horizon - 15, door + 4, horizon - 1, trunk);
  p.label("house", left - 2, top - 5, right + 2, horizon - 1);
}

void draw_tree(Painter& p, int middle) {
  const int radius = p.from_to(9, 14);
  const int center = horizon - 16 - radius;
  p.box(middle - 2, center, middle + 2, horizon + 2, trunk);
  p.disc(middle, center, radius, leaves);
  p.label("tree", middle - radius, center - radius, middle + radius, horizon + 2);
}

void draw_row_of_houses(Painter& p) {
  int x = p.from_to(-20, 16);
  while (x < width - 20) {
    const int wide = p.from_to(44, 80);
    draw_house(p, x, wide);
    x += wide + p.from_to(8, 40);
    if (p.one_in(2)) draw_tree(p, x - 4);
  }
}

void draw_person(Painter& p, int middle) {
  const int feet = p.from_to(curb - 6, curb - 2);
  p.box(middle - 3, feet - 18, middle + 3, feet - 8, p.any_of({red, blue, yellow}));
  p.box(middle - 3, feet - 8, middle - 1, feet, dark);
  p.box(middle + 1, feet - 8, middle + 3, feet, dark);
  p.disc(middle, feet - 22, 3, plaster);
  p.label("person", middle - 3, feet - 25, middle + 3, feet);
}

void draw_traffic_light(Painter& p, int middle) {
  p.box(middle - 1, curb - 40, middle + 1, curb - 1, dark);
  p.box(middle - 5, curb - 62, middle + 5, curb - 38, dark);
  p.disc(middle, curb - 57, 3, red);
  p.disc(middle, curb - 50, 3, yellow);
  p.disc(middle, curb - 43, 3, leaves);
  p.label("traffic light", middle - 5, curb - 62, middle + 5, curb - 1);
}

void draw_car(Painter& p, int left, int wheels) {
  const auto paint = p.any_of({red, blue, yellow, plaster});
  p.box(left + 9, wheels - 22, left + 35, wheels - 13, paint);
  p.box(left + 12, wheels - 20, left + 21, wheels - 13, window);
  p.box(left + 24, wheels - 20, left + 32, wheels - 13, window);
  p.box(left, wheels - 13, left + 46, wheels - 2, paint);
  p.disc(left + 10, wheels - 2, 4, dark);
  p.disc(left + 36, wheels - 2, 4, dark);
  p.label("car", left, wheels - 22, left + 46, wheels + 2);
}

void draw_bus(Painter& p, int left, int wheels) {
  p.box(left, wheels - 36, left + 88, wheels - 2, p.any_of({red, yellow, wood}));
  for (int x = left + 5; x < left + 80; x += 14) p.box(x, wheels - 31, x + 10, wheels - 20, window);
  p.disc(left + 17, wheels - 2, 5, dark);
  p.disc(left + 70, wheels - 2, 5, dark);
  p.label("bus", left, wheels - 36, left + 88, wheels + 3);
}

void draw_lane(Painter& p, int wheels) {
  int x = p.from_to(-30, 90);
  for (int count = p.from_to(0, 3); count > 0 && x < width - 20; --count) {
    const bool is_bus = p.one_in(6);
    if (is_bus) draw_bus(p, x, wheels);
    if (!is_bus) draw_car(p, x, wheels);
    x += (is_bus ? 100 : 56) + p.from_to(4, 90);
  }
}

}  // namespace

StreetScene draw_street(std::uint32_t number) {
  Painter p(number);
  draw_ground(p);
  draw_row_of_houses(p);
  if (p.one_in(3)) draw_traffic_light(p, p.from_to(30, 290));
  for (int count = p.from_to(0, 3); count > 0; --count) draw_person(p, p.from_to(10, 310));
  draw_lane(p, 150);
  draw_lane(p, 180);
  const auto& light = lights[number % lights.size()];
  return {
      .light = light.name, .things = std::move(p.things), .png = png_of(p.canvas, light.palette)
  };
}

}  // namespace allot::app
